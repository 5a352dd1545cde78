import type { IdempotencyStore, StoreError } from '@dialpad-cti/core';

/**
 * The same store; its own trouble is told before the caller is. What its work reports has been told where
 * that came from.
 */
export function tellOwnErrors(
  store: IdempotencyStore,
  tell: (error: StoreError) => void,
): IdempotencyStore {
  return {
    once(request, work) {
      let ofWork: unknown;
      const noted = () =>
        work().orTee((fault) => {
          ofWork = fault;
        });
      return store.once(request, noted).orTee((fault) => {
        if (fault !== ofWork && isStoreError(fault)) tell(fault);
      });
    },
  };
}

const isStoreError = (fault: unknown): fault is StoreError =>
  typeof fault === 'object' &&
  fault !== null &&
  'kind' in fault &&
  fault.kind === 'store-unavailable';
