import type { DialpadError } from '../../ports/dialpad-client.ts';
import type { BackfillEnd } from '../../ports/reconciliation-store.ts';
import type { NotConnected } from '../connect/dialpad-access.ts';

export type WalkTrouble = DialpadError | NotConnected;

/** `later`: it goes on after so long (ms). */
export type AfterTrouble =
  | { readonly kind: 'later'; readonly waitMs: number }
  | { readonly kind: 'end'; readonly end: BackfillEnd };

const SHORTEST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 5 * 60_000;
const GIVEN_UP_AFTER_MS = 24 * 60 * 60_000;

/** What becomes of a walk that Dialpad kept from its end. Epoch ms. */
export function afterTrouble(
  trouble: WalkTrouble,
  { createdAt, now }: { readonly createdAt: number; readonly now: number },
): AfterTrouble {
  const age = now - createdAt;
  switch (trouble.kind) {
    case 'dialpad-rate-limited':
      return age >= GIVEN_UP_AFTER_MS
        ? failed(trouble, false)
        : { kind: 'later', waitMs: Math.max(SHORTEST_WAIT_MS, trouble.retryAt - now) };
    case 'dialpad-unavailable':
    case 'store-unavailable':
      // As long again as it has taken so far: each wait is double the one before.
      return age >= GIVEN_UP_AFTER_MS
        ? failed(trouble, false)
        : { kind: 'later', waitMs: Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, age)) };
    case 'dialpad-unauthorized':
    case 'dialpad-forbidden':
    case 'dialpad-reauthorisation-needed':
    case 'dialpad-not-connected':
      return failed(trouble, true);
    case 'dialpad-not-found':
    case 'dialpad-rejected':
      return failed(trouble, false);
  }
}

function failed(trouble: WalkTrouble, isUnverifiable: boolean): AfterTrouble {
  const scope = trouble.kind === 'dialpad-forbidden' ? trouble.scope : null;
  const error = scope === null ? trouble.kind : `${trouble.kind} (${scope})`;
  return { kind: 'end', end: { kind: 'failed', error, isUnverifiable } };
}
