import { ResultAsync } from 'neverthrow';

import type { StoreError } from '../ports/store-error.ts';

/** Runs at once; a throw becomes the error that every port knows. */
export function attempt<Value>(work: () => Value | Promise<Value>): ResultAsync<Value, StoreError> {
  return ResultAsync.fromThrowable(
    async () => work(),
    (cause): StoreError => ({ kind: 'store-unavailable', cause }),
  )();
}
