import {
  type DialpadSubscription,
  SUBSCRIPTION_KINDS,
  type SubscriptionKind,
  type SubscriptionTerms,
} from '../../domain/dialpad.ts';
import type { Registration } from '../../domain/registration.ts';
import type { DialpadId } from '../../domain/scalars.ts';
import type { AtDialpad } from './at-dialpad.ts';
import { isSameTerms } from './same-terms.ts';

/** How one kind of subscription stands at Dialpad. */
export interface KindStanding {
  readonly kind: SubscriptionKind;
  /** Null: none of this kind is wanted. */
  readonly wanted: SubscriptionTerms | null;
  /** Null: there is none to keep. */
  readonly kept: DialpadSubscription | null;
  /** The kept one is what is wanted. */
  readonly isRight: boolean;
  readonly doubled: readonly DialpadSubscription[];
  readonly unwanted: readonly DialpadSubscription[];
}

type Wanted = Pick<Registration, 'wanted' | 'subscriptions' | 'webhookId'>;

/** Of all subscriptions at Dialpad those of a registration whose webhook has this id, by kinds. */
export function ownSubscriptions(
  registration: Wanted,
  webhookId: DialpadId | null,
  { webhooks, subscriptions }: AtDialpad,
): readonly KindStanding[] {
  const known = new Set(registration.subscriptions.map(({ id }) => id));
  const there = new Set<DialpadId | null>(webhooks.map(({ id }) => id));
  const own = subscriptions.filter(({ id, webhookId: at }) => {
    if (at !== null && (at === webhookId || at === registration.webhookId)) return true;
    // Those that we made may go on to be there when somebody takes their webhook away.
    return known.has(id) && !there.has(at);
  });
  return SUBSCRIPTION_KINDS.map((kind) => {
    const wanted = registration.wanted.find((terms) => terms.kind === kind) ?? null;
    const ofKind = own.filter(({ terms }) => terms.kind === kind);
    // What speaks for one target alone is not what we make, and no change would make it that.
    const isUsable = ({ target }: DialpadSubscription) => wanted !== null && target === null;
    const usable = ofKind.filter(isUsable);
    const right = usable.filter((subscription) => isRight(subscription, wanted, webhookId));
    const isKnown = ({ id }: DialpadSubscription) => known.has(id);
    const kept = right.find(isKnown) ?? right[0] ?? usable.find(isKnown) ?? usable[0] ?? null;
    return {
      kind,
      wanted,
      kept,
      isRight: kept !== null && right.includes(kept),
      doubled: usable.filter((subscription) => subscription !== kept),
      unwanted: ofKind.filter((subscription) => !isUsable(subscription)),
    };
  });
}

function isRight(
  { terms, enabled, webhookId: at }: DialpadSubscription,
  wanted: SubscriptionTerms | null,
  webhookId: DialpadId | null,
): boolean {
  return (
    wanted !== null && enabled && at !== null && at === webhookId && isSameTerms(terms, wanted)
  );
}
