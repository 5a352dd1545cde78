// The container hands its values over by position, however many there are.
/* oxlint-disable max-params */
import {
  createCloseRotations,
  createHookDirectory,
  createReceiveEvent,
  createReleaseEvents,
} from '@dialpad-cti/core';
import type { Container } from 'inversify';
import { ResultAsync } from 'neverthrow';

import { ids } from '../ids.ts';
import { createTroubles } from '../logs/create-troubles.ts';
import { now } from './now.ts';

export function bindIntake(container: Container): void {
  container.bind(ids.findHook).toResolvedValue(
    ({ defaultAppId: appId, secrets }, keyStore, watch) => {
      const defaultHook = { secrets: [secrets.dialpadWebhookSecret], appId };
      return createHookDirectory({ keyStore, watch, now, defaultHook });
    },
    [ids.config, ids.keyStore, ids.watch],
  );
  container.bind(ids.receiveEvent).toResolvedValue(
    (findHook, eventStore, worker, keyStore, watch, log) => {
      const sayTrouble = createTroubles(log, now);
      return createReceiveEvent({
        findHook,
        catchUp: watch.catchUp,
        eventStore,
        now,
        onStored: worker.wake,
        onNewSecretVerified: createCloseRotations({ keyStore, now }),
        // The HTTP layer tells of it, with the request that it was.
        onRefused: () => {},
        onSetAsideFailed: ({ cause }) =>
          sayTrouble('A refused delivery could not be kept', { error: cause }),
      });
    },
    [
      ...([ids.findHook, ids.eventStore, ids.worker] as const),
      ...([ids.keyStore, ids.watch, ids.log] as const),
    ],
  );
  container.bind(ids.releaseEvents).toResolvedValue(
    (findHook, watch, { eventStore, eventDesk, keyStore }) => {
      const releaseEvents = createReleaseEvents({ findHook, eventStore, eventDesk, keyStore });
      // The secret that makes a release possible may have been changed a moment ago.
      return (request, act) =>
        ResultAsync.fromSafePromise<void, never>(watch.catchUp()).andThen(() =>
          releaseEvents(request, act),
        );
    },
    [ids.findHook, ids.watch, ids.storage],
  );
}
