import type { SubscriptionKind } from '../world.ts';
import type { PostAnswer } from './post.ts';
import { QUICK_RETRIES, RETRY_WAITS } from './retry-waits.ts';

/** Tries so far, apart from the first. */
export interface Tries {
  /** After a 5xx, by the table of the event's kind. */
  readonly scheduled: number;
  /** After no answer, since the last answer. */
  readonly quick: number;
}

export type NextTry =
  | { readonly kind: 'acknowledged' }
  | { readonly kind: 'lost' }
  /** `tries` counts the next one. */
  | { readonly kind: 'again'; readonly afterMs: number; readonly tries: Tries };

/** Dialpad's rules: a 5xx is tried again later, silence at once, a 4xx never. */
export function nextTry(kind: SubscriptionKind, tries: Tries, answer: PostAnswer): NextTry {
  if (answer.kind === 'unanswered') {
    if (tries.quick === QUICK_RETRIES) return { kind: 'lost' };
    return { kind: 'again', afterMs: 0, tries: { ...tries, quick: tries.quick + 1 } };
  }
  if (answer.status >= 200 && answer.status < 300) return { kind: 'acknowledged' };
  const wait = RETRY_WAITS[kind][tries.scheduled];
  // What follows a 3xx is not documented; a redirect is not followed.
  if (answer.status < 500 || wait === undefined) return { kind: 'lost' };
  return { kind: 'again', afterMs: wait, tries: { scheduled: tries.scheduled + 1, quick: 0 } };
}
