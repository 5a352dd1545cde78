import type { SubscriptionKind, SubscriptionTerms } from './dialpad.ts';
import type { DialpadId } from './scalars.ts';

/** A hook of ours that we also keep set up in Dialpad. */
export interface Registration {
  readonly hookId: string;
  readonly appId: string;
  /** What Dialpad posts to. */
  readonly hookUrl: string;
  /** At most one of a kind. */
  readonly wanted: readonly SubscriptionTerms[];
  /** Null until Dialpad has told it. */
  readonly webhookId: DialpadId | null;
  /** At most one of a kind, in the order of `SUBSCRIPTION_KINDS`. */
  readonly subscriptions: readonly KnownSubscription[];
  /**
   * `pending`: meant to be there, and not (all of it) known to be; `registered`: it was, when we last
   * looked; `deleting`: meant to be gone.
   */
  readonly state: 'pending' | 'registered' | 'deleting';
  /** RFC 3339. */
  readonly createdAt: string;
}

export interface KnownSubscription {
  readonly kind: SubscriptionKind;
  readonly id: DialpadId;
}

/** One thing in which Dialpad differs from what is wanted. */
export type Drift =
  | { readonly kind: 'webhook-missing' }
  /** Another webhook of Dialpad's posts to our address. */
  | { readonly kind: 'webhook-doubled'; readonly webhookId: DialpadId }
  | { readonly kind: 'webhook-address-differs'; readonly webhookId: DialpadId }
  | { readonly kind: 'webhook-secret-differs'; readonly webhookId: DialpadId }
  | { readonly kind: 'subscription-missing'; readonly subscription: SubscriptionKind }
  | {
      readonly kind: 'subscription-doubled' | 'subscription-differs' | 'subscription-unwanted';
      readonly subscription: SubscriptionKind;
      readonly subscriptionId: DialpadId;
    }
  /** Under an address that begins as ours do, for a hook that we do not know (any more). */
  | { readonly kind: 'webhook-stale'; readonly webhookId: DialpadId; readonly hookUrl: string }
  /** Somebody else's: named so that an operator knows of it, and left alone. */
  | {
      readonly kind: 'webhook-foreign';
      readonly webhookId: DialpadId;
      readonly hookUrl: string | null;
    };
