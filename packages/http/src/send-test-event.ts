import type { HookNotFound, StoreError } from '@dialpad-cti/core';
import type { ResultAsync } from 'neverthrow';

/**
 * Posts a signed event of no consequence to the hook's public address, as Dialpad would, and looks
 * whether it arrived here.
 */
export type SendTestEvent = (
  hookId: string,
) => ResultAsync<TestDelivery, HookNotFound | StoreError>;

export interface TestDelivery {
  readonly url: string;
  /** Null: no answer came. */
  readonly status: number | null;
  /** It is in our own store: whatever answers at that address is this server, or one beside it. */
  readonly isOurs: boolean;
  /** What went wrong on the way, such as `ENOTFOUND`; null when an answer came. */
  readonly error: string | null;
}
