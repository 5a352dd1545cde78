import type { Container } from 'inversify';

import { ids } from '../ids.ts';

/** Passes while Dialpad's call list is walked, about each page and about the end. */
export function passInWalks(container: Container, pass: (point: string) => void): void {
  container.onActivation(ids.storage, (_context, storage) => {
    const { reconciliationStore: store } = storage;
    return {
      ...storage,
      reconciliationStore: {
        ...store,
        noteProgress(held, progress, leaseMs) {
          pass('before-progress');
          return store.noteProgress(held, progress, leaseMs).andTee(() => pass('after-progress'));
        },
        endBackfill(held, end) {
          pass('before-end');
          return store.endBackfill(held, end);
        },
      },
    };
  });
}
