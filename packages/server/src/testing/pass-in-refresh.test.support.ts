import type { ConnectionStore } from '@dialpad-cti/core';
import type { Container } from 'inversify';

import { ids } from '../ids.ts';

/**
 * Passes where an app's tokens are renewed:
 *
 *   before-refresh  they are held, and Dialpad was not asked yet
 *   in-refresh      Dialpad has given new ones, which only this process knows
 *   after-refresh   those are committed, and nobody has used them
 */
export function passInRefresh(container: Container, pass: (here: string) => void): void {
  const around = (store: ConnectionStore): ConnectionStore => ({
    ...store,
    changeTokens(appId, work) {
      let isRefreshed = false;
      return store
        .changeTokens(appId, (held) => {
          pass('before-refresh');
          return work(held).andTee(({ kind }) => {
            isRefreshed = kind === 'refreshed';
            if (isRefreshed) pass('in-refresh');
          });
        })
        .andTee(() => {
          if (isRefreshed) pass('after-refresh');
        });
    },
  });
  container.onActivation(ids.storage, (_context, storage) => ({
    ...storage,
    connectionStore: around(storage.connectionStore),
  }));
}
