import type { DialpadFor, KeyStore } from '@dialpad-cti/core';
import { errAsync } from 'neverthrow';

import { SIMULATED_APP_NAME } from './set-up-simulated.ts';

/**
 * Dialpad for all apps but the made-up company of an earlier start: calls of a real one must never get
 * into it.
 */
export const leaveSimulatedOut =
  (dialpadFor: DialpadFor, keyStore: Pick<KeyStore, 'app'>): DialpadFor =>
  (appId) =>
    keyStore
      .app(appId)
      .andThen((app) =>
        app?.name === SIMULATED_APP_NAME
          ? errAsync({ kind: 'dialpad-not-connected' as const })
          : dialpadFor(appId),
      );
