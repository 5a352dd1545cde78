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
  createKeyUseLog,
  createProcessBatch,
  createReceiveEvent,
  createReleaseEvents,
  createRotateApiKey,
  createRotateHookSecret,
  type StoreError,
} from '@dialpad-cti/core';
import { createMemoryBroadcaster } from '@dialpad-cti/core/memory';
import { Container } from 'inversify';
import { ResultAsync } from 'neverthrow';

import type { Config } from './config/config.ts';
import { peppersOf } from './config/peppers-of.ts';
import { createBcryptHash } from './create-bcrypt-hash.ts';
import { ids, type Told } from './ids.ts';
import { openRateLimiter } from './limits/open-rate-limiter.ts';
import { createRequestLines } from './logs/create-request-lines.ts';
import { createSecurityLines } from './logs/create-security-lines.ts';
import { createTroubles } from './logs/create-troubles.ts';
import type { Log } from './logs/log.ts';
import { createMetrics, type Metrics } from './metrics/create-metrics.ts';
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
  container.bind(ids.metrics).toResolvedValue(() => createMetrics({ now }));
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
    .toResolvedValue(
      (config, database, log, { observer }) => openStorage(config, database, { log, observer }),
      [ids.config, ids.database, ids.log, ids.metrics],
    )
    .onDeactivation((storage) => storage.end());
  container
    .bind(ids.rateLimiter)
    .toResolvedValue(openRateLimiter, [ids.config, ids.database])
    .onDeactivation((limiter) => limiter.close());
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
    .bind(ids.slowHash)
    .toResolvedValue(({ onSlowHash }) => createBcryptHash(onSlowHash), [ids.metrics]);
  container
    .bind(ids.watch)
    .toResolvedValue((keyStore) => createCredentialsWatch({ keyStore, now }), [ids.keyStore]);
  container
    .bind(ids.createApp)
    .toResolvedValue(
      (keyStore, peppers, slowHash) =>
        createCreateApp({ keyStore, peppers, slowHash, randomBytes, newId: randomUUIDv7 }),
      [ids.keyStore, ids.peppers, ids.slowHash],
    );
  container
    .bind(ids.rotateApiKey)
    .toResolvedValue(
      (keyStore, peppers, slowHash) =>
        createRotateApiKey({ keyStore, peppers, slowHash, randomBytes, now }),
      [ids.keyStore, ids.peppers, ids.slowHash],
    );
  container
    .bind(ids.createHook)
    .toResolvedValue((keyStore) => createCreateHook({ keyStore, randomBytes }), [ids.keyStore]);
  container
    .bind(ids.rotateHookSecret)
    .toResolvedValue(
      (keyStore) => createRotateHookSecret({ keyStore, randomBytes, now }),
      [ids.keyStore],
    );
  container.bind(ids.keyUses).toResolvedValue(
    (keyStore, log) => {
      const sayTrouble = createTroubles(log, now);
      const onMissed = ({ cause }: StoreError): void =>
        sayTrouble('The use of keys could not be noted', { error: cause });
      return createKeyUseLog({ keyStore, now, onMissed });
    },
    [ids.keyStore, ids.log],
  );
  container.bind(ids.authenticateAppKey).toResolvedValue(
    (keyStore, peppers, slowHash, watch, keyUses, log) =>
      createAuthenticateAppKey({
        keyStore,
        peppers,
        watch,
        slowHash,
        now,
        onUsed: keyUses.note,
        onHashMismatch: (keyId) =>
          log.error('An API key does not fit its hash: its row was changed by hand', { keyId }),
      }),
    [
      ...([ids.keyStore, ids.peppers, ids.slowHash] as const),
      ...([ids.watch, ids.keyUses, ids.log] as const),
    ],
  );
}

function bindIntake(container: Container): void {
  container.bind(ids.findHook).toResolvedValue(
    ({ defaultAppId: appId, secrets }, keyStore, watch) => {
      const defaultHook = { secrets: [secrets.dialpadWebhookSecret], appId };
      return createHookDirectory({ keyStore, watch, now, defaultHook });
    },
    [ids.config, ids.keyStore, ids.watch],
  );
  container.bind(ids.receiveEvent).toResolvedValue(
    (findHook, eventStore, worker, log) => {
      const sayTrouble = createTroubles(log, now);
      return createReceiveEvent({
        findHook,
        eventStore,
        now,
        onStored: worker.wake,
        // The HTTP layer tells of it, with the request that it was.
        onRefused: () => {},
        onSetAsideFailed: ({ cause }) =>
          sayTrouble('A refused delivery could not be kept', { error: cause }),
      });
    },
    [ids.findHook, ids.eventStore, ids.worker, ids.log],
  );
  container.bind(ids.releaseEvents).toResolvedValue(
    (findHook, watch, { eventStore, eventDesk, keyStore }) => {
      const releaseEvents = createReleaseEvents({ findHook, eventStore, eventDesk, keyStore });
      // The secret that makes a release possible may have been changed a moment ago.
      return (request, act) =>
        ResultAsync.fromSafePromise<void, never>(watch.poll()).andThen(() =>
          releaseEvents(request, act),
        );
    },
    [ids.findHook, ids.watch, ids.storage],
  );
}

function bindWorker(container: Container): void {
  container
    .bind(ids.worker)
    .toResolvedValue(
      (config, eventStore, broadcaster, metrics, log) => {
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
          onWake: metrics.onWake,
          onBatch(report) {
            metrics.onBatch(report);
            const { failed, dead } = report;
            if (failed > dead) sayTrouble('Events failed and wait', { failed: failed - dead });
            if (dead > 0) sayTrouble('Events failed for good: see the dead letters', { dead });
          },
          stopLimitMs: WORKER_STOP_LIMIT_MS,
        });
      },
      [ids.config, ids.eventStore, ids.broadcaster, ids.metrics, ids.log],
    )
    .onDeactivation((worker) => worker.stop());
}

function bindServer(container: Container): void {
  container.bind(ids.told).toResolvedValue(toldOf, [ids.metrics, ids.log]);
  container.bind(ids.operators).toResolvedValue(
    (createApp, createHook, rotateApiKey, rotateHookSecret, releaseEvents) => ({
      createApp,
      createHook,
      rotateApiKey,
      rotateHookSecret,
      releaseEvents,
    }),
    [
      ...([ids.createApp, ids.createHook, ids.rotateApiKey] as const),
      ...([ids.rotateHookSecret, ids.releaseEvents] as const),
    ],
  );
  container.bind(ids.http).toResolvedValue(
    (config, storage, rateLimiter, receiveEvent, authenticateAppKey, operators, told) => ({
      ...operators,
      ...told,
      receiveEvent,
      authenticateAppKey,
      newRequestId: randomUUID,
      eventStore: storage.eventStore,
      eventDesk: storage.eventDesk,
      recordReader: storage.recordReader,
      keyStore: storage.keyStore,
      auditLog: storage.auditLog,
      idempotencyStore: storage.idempotencyStore,
      rateLimiter,
      operatorSecrets: config.secrets.internalApiSecrets,
      cursorKey: cursorKeyOf(config),
      limits: config.limits,
      trustedProxyHops: config.trustedProxyHops,
      corsOrigins: config.corsOrigins,
      strictTransport: config.strictTransport,
      webhookDeadlineMs: config.webhookTimeoutMs,
      apiDeadlineMs: config.apiTimeoutMs,
    }),
    [
      ...([ids.config, ids.storage, ids.rateLimiter, ids.receiveEvent] as const),
      ...([ids.authenticateAppKey, ids.operators, ids.told] as const),
    ],
  );
  container
    .bind(ids.server)
    .toResolvedValue(
      (config, http, database, storage, watch, worker, keyUses) =>
        createServer({ config, http, database, storage, watch, worker, keyUses }),
      [
        ...([ids.config, ids.http, ids.database, ids.storage] as const),
        ...([ids.watch, ids.worker, ids.keyUses] as const),
      ],
    )
    .onDeactivation((server) => server.close());
}

/** What the HTTP layer tells of its work: to the metrics, and to the log. */
function toldOf(metrics: Metrics, log: Log): Told {
  const sayRequest = createRequestLines(log, now);
  const saySecurity = createSecurityLines(log, now);
  return {
    metrics: metrics.text,
    onDelivery: metrics.onDelivery,
    onRequest(request) {
      metrics.onRequest(request);
      sayRequest(request);
    },
    onSecurityEvent(event) {
      metrics.onSecurityEvent(event);
      saySecurity(event);
    },
    onFault: (error, requestId) => log.error('A request met a bug of ours', { error, requestId }),
  };
}

const now = (): number => Date.now();

/** The same in every process, so that a page may come from one and the next from another. */
function cursorKeyOf({ secrets }: Config): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secrets.keyPeppers[0], '', 'cursors', 32));
}
