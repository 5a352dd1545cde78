import type { Payload } from '@dialpad-cti/core/fixtures';

import type { SubscriptionKind } from '../world.ts';

/** Something that has just happened. */
export interface ToldEvent {
  readonly kind: SubscriptionKind;
  readonly payload: Payload;
  /** The playing that it belongs to, by its number. */
  readonly story: number;
}
