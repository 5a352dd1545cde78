// The container hands its values over by position, however many there are.
/* oxlint-disable max-params */
import 'reflect-metadata';

import { hkdfSync, randomBytes, randomUUID, randomUUIDv7 } from 'node:crypto';

import {
  createAuthenticateAppKey,
  createCreateApp,
  createCreateHook,
  createCredentialsWatch,
  createHookDirectory,
  createProcessBatch,
  createReceiveEvent,
} from '@dialpad-cti/core';
import { createMemoryBroadcaster } from '@dialpad-cti/core/memory';
import { Container } from 'inversify';

import { bcryptHash } from './bcrypt-hash.ts';
import type { Config } from './config/config.ts';
import { peppersOf } from './config/peppers-of.ts';
import { ids } from './ids.ts';
import { createRequestLines } from './logs/create-request-lines.ts';
import { createTroubles } from './logs/create-troubles.ts';
import type { Log } from './logs/log.ts';
import { createServer } from './serving/create-server.ts';
import { openDatabase } from './storage/open-database.ts';
import { openStorage } from './storage/open-storage.ts';
import { createWorker } from './worker/create-worker.ts';

/** With what goes before and after it, a stop stays below 25 s. */
const WORKER_STOP_LIMIT_MS = 4000;

export interface ContainerOptions {
  readonly config: Config;
  readonly log: Log;
  /** What the start is doing, for whoever waits for it. */
  readonly onProgress: (text: string) => void;
}

/**
 * The composition root: the only place that knows every part. What must be closed is
 * closed when its id is unbound; `stop` does that in the right order.
 */
export function createContainer(options: ContainerOptions): Container {
  const container = new Container({ defaultScope: 'Singleton' });
  container.bind(ids.config).toConstantValue(options.config);
  container.bind(ids.log).toConstantValue(options.log);
  bindStorage(container, options);
  bindCredentials(container);
  bindIntake(container);
  bindWorker(container);
  bindServer(container);
  return container;
}

function bindStorage(container: Container, { onProgress }: ContainerOptions): void {
  container
    .bind(ids.database)
    .toResolvedValue((config) => openDatabase({ config, onProgress }), [ids.config])
    .onDeactivation((database) => database.stop());
  container
    .bind(ids.storage)
    .toResolvedValue(openStorage, [ids.config, ids.database, ids.log])
    .onDeactivation((storage) => storage.end());
  container.bind(ids.eventStore).toResolvedValue(({ eventStore }) => eventStore, [ids.storage]);
  container
    .bind(ids.recordReader)
    .toResolvedValue(({ recordReader }) => recordReader, [ids.storage]);
  container.bind(ids.keyStore).toResolvedValue(({ keyStore }) => keyStore, [ids.storage]);
  container.bind(ids.broadcaster).toResolvedValue(createMemoryBroadcaster);
}

function bindCredentials(container: Container): void {
  container.bind(ids.peppers).toResolvedValue(peppersOf, [ids.config]);
  container
    .bind(ids.watch)
    .toResolvedValue((keyStore) => createCredentialsWatch({ keyStore, now }), [ids.keyStore]);
  container.bind(ids.createApp).toResolvedValue(
    (keyStore, peppers) =>
      createCreateApp({
        keyStore,
        peppers,
        randomBytes,
        slowHash: bcryptHash,
        newId: randomUUIDv7,
      }),
    [ids.keyStore, ids.peppers],
  );
  container
    .bind(ids.createHook)
    .toResolvedValue((keyStore) => createCreateHook({ keyStore, randomBytes }), [ids.keyStore]);
  container.bind(ids.authenticateAppKey).toResolvedValue(
    (keyStore, peppers, watch, log) =>
      createAuthenticateAppKey({
        keyStore,
        peppers,
        watch,
        slowHash: bcryptHash,
        now,
        onHashMismatch: (keyId) =>
          log.error('An API key does not fit its hash: its row was changed by hand', { keyId }),
      }),
    [ids.keyStore, ids.peppers, ids.watch, ids.log],
  );
}

function bindIntake(container: Container): void {
  container.bind(ids.receiveEvent).toResolvedValue(
    (config, eventStore, keyStore, watch, worker, log) => {
      const sayTrouble = createTroubles(log, now);
      const { defaultAppId: appId, secrets } = config;
      const defaultHook = { secrets: [secrets.dialpadWebhookSecret], appId };
      return createReceiveEvent({
        findHook: createHookDirectory({ keyStore, watch, now, defaultHook }),
        eventStore,
        now,
        onStored: worker.wake,
        onRefused: (hookId, reason) =>
          sayTrouble('A delivery was refused', { hook: hookId.slice(0, 6), reason }),
        onSetAsideFailed: ({ cause }) =>
          sayTrouble('A refused delivery could not be kept', { error: cause }),
      });
    },
    [ids.config, ids.eventStore, ids.keyStore, ids.watch, ids.worker, ids.log],
  );
}

function bindWorker(container: Container): void {
  container
    .bind(ids.worker)
    .toResolvedValue(
      (config, eventStore, broadcaster, log) => {
        const sayTrouble = createTroubles(log, now);
        return createWorker({
          processBatch: createProcessBatch({
            eventStore,
            broadcaster,
            limit: config.batchLimit,
            onMissedBroadcast: ({ cause }) =>
              sayTrouble('Updates could not be told to listeners', { error: cause }),
          }),
          pollIntervalMs: config.pollIntervalMs,
          onFailed: (failed) => sayTrouble('Events failed and wait', { failed }),
          stopLimitMs: WORKER_STOP_LIMIT_MS,
        });
      },
      [ids.config, ids.eventStore, ids.broadcaster, ids.log],
    )
    .onDeactivation((worker) => worker.stop());
}

function bindServer(container: Container): void {
  container.bind(ids.http).toResolvedValue(
    (config, storage, receiveEvent, authenticateAppKey, createApp, createHook, log) => ({
      receiveEvent,
      authenticateAppKey,
      createApp,
      createHook,
      newRequestId: randomUUID,
      eventStore: storage.eventStore,
      recordReader: storage.recordReader,
      keyStore: storage.keyStore,
      operatorSecrets: config.secrets.internalApiSecrets,
      cursorKey: cursorKeyOf(config),
      webhookDeadlineMs: config.webhookTimeoutMs,
      onRequest: createRequestLines(log, now),
      onFault: (error: unknown, requestId: string) =>
        log.error('A request met a bug of ours', { error, requestId }),
    }),
    [
      ...([ids.config, ids.storage, ids.receiveEvent, ids.authenticateAppKey] as const),
      ...([ids.createApp, ids.createHook, ids.log] as const),
    ],
  );
  container
    .bind(ids.server)
    .toResolvedValue(
      (config, http, database, storage, watch, worker) =>
        createServer({ config, http, database, storage, watch, worker }),
      [ids.config, ids.http, ids.database, ids.storage, ids.watch, ids.worker],
    )
    .onDeactivation((server) => server.close());
}

const now = (): number => Date.now();

/** The same in every process, so that a page may come from one and the next from another. */
function cursorKeyOf({ secrets }: Config): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secrets.keyPeppers[0], '', 'cursors', 32));
}
