import type { ResultAsync } from 'neverthrow';

import type { KeyStore } from '../ports/key-store.ts';
import type { StoreError } from '../ports/store-error.ts';

/** Dialpad repeats a text message for about 4 hours, signed as it was first. */
export const ROTATION_OVERLAP_MS = 5 * 3_600_000;

export interface CloseRotationsDeps {
  readonly keyStore: Pick<KeyStore, 'closeRotation'>;
  /** Epoch ms. */
  readonly now: () => number;
}

export type CloseRotation = (hookId: string) => ResultAsync<void, StoreError>;

/** Dialpad signs with the new secret: the one before verifies for the overlap, and then no more. */
export function createCloseRotations({ keyStore, now }: CloseRotationsDeps): CloseRotation {
  return (hookId) => keyStore.closeRotation(hookId, now() + ROTATION_OVERLAP_MS);
}
