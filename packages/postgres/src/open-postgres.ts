import type {
  AuditLog,
  ConnectionStore,
  EventDesk,
  EventStore,
  IdempotencyStore,
  KeyStore,
  ReconciliationStore,
  RecordReader,
  StoreError,
  UpdateLog,
  WebhookRegistry,
} from '@dialpad-cti/core';
import { err, ok, type ResultAsync } from 'neverthrow';

import { attempt } from './attempt.ts';
import { createPostgresAuditLog } from './audit/create-audit-log.ts';
import { createPostgresConnectionStore } from './connect/create-connection-store.ts';
import { type ConnectionPolicy, connectionSettings } from './connection/connection-settings.ts';
import { openPools } from './connection/open-pools.ts';
import type { PostgresObserver } from './connection/postgres-observer.ts';
import { WORKER_LIMITS } from './connection/time-limits.ts';
import { withConnection } from './connection/with-connection.ts';
import { createPostgresEventDesk } from './desk/create-event-desk.ts';
import { createPostgresEventStore } from './events/create-event-store.ts';
import { createPostgresIdempotencyStore } from './idempotency/create-idempotency-store.ts';
import { checkKeys, type KeysInUse, type OtherKeys } from './keys/check-keys.ts';
import { createPostgresKeyStore } from './keys/create-key-store.ts';
import { createNewId } from './new-id.ts';
import { createPostgresReconciliationStore } from './reconciliation/create-reconciliation-store.ts';
import { createPostgresRecordReader } from './records/create-record-reader.ts';
import { ownRows } from './records/read-deps.ts';
import { createPostgresWebhookRegistry } from './registry/create-webhook-registry.ts';
import { ensurePartitions } from './schema/ensure-partitions.ts';
import { type DatabaseFacts, readFacts } from './schema/read-facts.ts';
import { createSealingKey, type SealingKeys } from './sealing.ts';
import { createPostgresUpdateLog } from './updates/create-update-log.ts';
import { openWorkerLife } from './worker/open-worker-life.ts';
import { WORKER_DEFAULTS, type WorkerOptions } from './worker/worker-options.ts';

export interface PostgresOptions extends ConnectionPolicy {
  readonly url: string;
  /** The first seals secrets, the others still open what they sealed. */
  readonly encryptionKeys: readonly [string, ...string[]];
  /** Epoch ms. */
  readonly now?: () => number;
  /** At least 0, below 1. */
  readonly random?: () => number;
  readonly worker?: Partial<WorkerOptions>;
  /** Connections for reads; intake, worker and keys have a few of their own. */
  readonly readerConnections?: number;
  readonly workerConnections?: number;
  readonly observer?: PostgresObserver;
}

export interface Postgres {
  readonly eventStore: EventStore;
  readonly eventDesk: EventDesk;
  readonly recordReader: RecordReader;
  readonly updateLog: UpdateLog;
  readonly keyStore: KeyStore;
  readonly auditLog: AuditLog;
  readonly idempotencyStore: IdempotencyStore;
  readonly webhookRegistry: WebhookRegistry;
  readonly connectionStore: ConnectionStore;
  readonly reconciliationStore: ReconciliationStore;
  /** What a start and `/readyz` judge the database by. */
  facts(): ResultAsync<DatabaseFacts, StoreError>;
  /** Refuses a start with other keys than the database was used with. */
  checkKeys(peppers: KeysInUse['pepper']): ResultAsync<void, OtherKeys | StoreError>;
  /** Makes the partitions of the days ahead: at each start and daily. */
  ensurePartitions(): ResultAsync<void, StoreError>;
  close(): Promise<void>;
}

/** Every port on one migrated database. Nothing is connected before it is needed. */
export async function openPostgres(options: PostgresOptions): Promise<Postgres> {
  const settings = connectionSettings(options.url, options);
  const now = options.now ?? Date.now;
  const sources = { now, newId: createNewId(now), random: options.random ?? Math.random };
  const sealingKeys = sealingKeysOf(options.encryptionKeys);
  const worker = { ...WORKER_DEFAULTS, ...options.worker };
  const { observer, readerConnections = 8, workerConnections = 4 } = options;
  const pools = await openPools(settings, { readerConnections, workerConnections }, observer);
  const { reader, keeper, apart, holder } = pools;
  const life = openWorkerLife(settings, worker);
  return {
    eventStore: createPostgresEventStore({
      intakePool: pools.intake,
      workerPool: pools.worker,
      readerPool: reader,
      life,
      sources,
      options: worker,
      onFlush: (events, ms) => observer?.onFlush(events, ms),
    }),
    eventDesk: createPostgresEventDesk({ pool: reader, sources }),
    recordReader: createPostgresRecordReader({ pool: reader, now, ownRows }),
    updateLog: createPostgresUpdateLog(reader),
    keyStore: createPostgresKeyStore({ pool: keeper, sealingKeys, sources }),
    auditLog: createPostgresAuditLog(reader),
    idempotencyStore: createPostgresIdempotencyStore({
      pool: pools.once,
      sharedPools: [keeper, reader],
      sealingKeys,
      sources,
    }),
    webhookRegistry: createPostgresWebhookRegistry({ pool: apart, holder, sealingKeys, sources }),
    connectionStore: createPostgresConnectionStore({ pool: apart, holder, sealingKeys, sources }),
    reconciliationStore: createPostgresReconciliationStore({ pool: apart, reader, sources }),
    facts: () => attempt(() => readFacts(reader)),
    checkKeys: (pepper) =>
      attempt(() => checkKeys(keeper, { encryption: sealingKeys, pepper })).andThen((refusal) =>
        refusal === null ? ok() : err(refusal),
      ),
    ensurePartitions: () =>
      attempt(() =>
        withConnection(pools.worker, WORKER_LIMITS, (client) => ensurePartitions(client, now())),
      ),
    close: async () => {
      await Promise.all([
        pools.intake.end(),
        reader.end(),
        keeper.end(),
        pools.once.end(),
        apart.end(),
        holder.end(),
        // A batch that still runs has to be seen living, and may take back what it noted.
        pools.worker.end().finally(life.close),
      ]);
    },
  };
}

function sealingKeysOf([first, ...others]: PostgresOptions['encryptionKeys']): SealingKeys {
  return [createSealingKey(first), ...others.map(createSealingKey)];
}
