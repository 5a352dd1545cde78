// The container hands its values over by position, however many there are.
/* oxlint-disable max-params */
import { hkdfSync, randomUUID } from 'node:crypto';

import type { Container } from 'inversify';

import type { Config } from '../config/config.ts';
import type { GapWatch } from '../dialpad/create-gap-watch.ts';
import { ids, type Told } from '../ids.ts';
import { createRequestLines } from '../logs/create-request-lines.ts';
import { createSecurityLines } from '../logs/create-security-lines.ts';
import type { Log } from '../logs/log.ts';
import type { Metrics } from '../metrics/create-metrics.ts';
import { createPublicUrl } from '../serving/create-public-url.ts';
import { createServer, type ServerDeps } from '../serving/create-server.ts';
import { now } from './now.ts';

export function bindServer(container: Container): void {
  container
    .bind(ids.publicUrl)
    .toResolvedValue(({ publicUrl }) => createPublicUrl(publicUrl), [ids.config]);
  container.bind(ids.told).toResolvedValue(toldOf, [ids.metrics, ids.gaps, ids.log]);
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
    (
      config,
      storage,
      rateLimiter,
      receiveEvent,
      authenticateAppKey,
      operators,
      dialpad,
      told,
    ): ServerDeps['http'] => ({
      ...operators,
      ...dialpad,
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
      webhookRegistry: storage.webhookRegistry,
      connectionStore: storage.connectionStore,
      reconciliationStore: storage.reconciliationStore,
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
      ...([ids.authenticateAppKey, ids.operators, ids.dialpadRoutes, ids.told] as const),
    ],
  );
  container
    .bind(ids.server)
    .toResolvedValue(
      (config, http, database, storage, watch, worker, keyUses, publicUrl, simulator, jobs) =>
        createServer({
          config,
          http,
          database,
          storage,
          watch,
          worker,
          keyUses,
          publicUrl,
          simulator,
          jobs,
        }),
      [
        ...([ids.config, ids.http, ids.database, ids.storage] as const),
        ...([ids.watch, ids.worker, ids.keyUses, ids.publicUrl] as const),
        ...([ids.simulator, ids.dialpadJobs] as const),
      ],
    )
    .onDeactivation((server) => server.close());
}

/** What the HTTP layer tells of its work: to the metrics, and to the log. */
function toldOf(metrics: Metrics, gaps: GapWatch, log: Log): Told {
  const sayRequest = createRequestLines(log, now);
  const saySecurity = createSecurityLines(log, now);
  return {
    metrics: metrics.text,
    onDelivery(delivery) {
      metrics.onDelivery(delivery);
      gaps.onDelivery(delivery);
    },
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

/** The same in every process, so that a page may come from one and the next from another. */
function cursorKeyOf({ secrets }: Config): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secrets.keyPeppers[0], '', 'cursors', 32));
}
