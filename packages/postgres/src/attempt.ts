import type { StoreError } from '@dialpad-cti/core';
import { ResultAsync } from 'neverthrow';

/** The one place that catches: whatever goes wrong becomes the error that every port knows. */
export const attempt = <Value>(work: () => Promise<Value>): ResultAsync<Value, StoreError> =>
  ResultAsync.fromThrowable(work, unavailable)();

function unavailable(cause: unknown): StoreError {
  return { kind: 'store-unavailable', cause };
}
