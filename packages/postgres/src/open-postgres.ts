import type { EventStore, KeyStore, RecordReader, StoreError, UpdateLog } from '@dialpad-cti/core';
import { err, ok, type ResultAsync } from 'neverthrow';

import { attempt } from './attempt.ts';
import { type ConnectionPolicy, connectionSettings } from './connection/connection-settings.ts';
import { openHotPool } from './connection/open-hot-pool.ts';
import { openSlonikPool } from './connection/open-slonik-pool.ts';
import {
  INTAKE_LIMITS,
  KEEPER_LIMITS,
  READ_LIMITS,
  WORKER_LIMITS,
} from './connection/time-limits.ts';
import { withConnection } from './connection/with-connection.ts';
import { createPostgresEventStore } from './events/create-event-store.ts';
import { checkKeys, type KeysInUse, type OtherKeys } from './keys/check-keys.ts';
import { createPostgresKeyStore } from './keys/create-key-store.ts';
import { createNewId } from './new-id.ts';
import { createPostgresRecordReader } from './records/create-record-reader.ts';
import { ownRows } from './records/read-deps.ts';
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
}

export interface Postgres {
  readonly eventStore: EventStore;
  readonly recordReader: RecordReader;
  readonly updateLog: UpdateLog;
  readonly keyStore: KeyStore;
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
  const intakePool = openHotPool(settings, {
    connections: INTAKE_CONNECTIONS,
    limits: INTAKE_LIMITS,
  });
  const workerPool = openHotPool(settings, {
    connections: options.workerConnections ?? 4,
    limits: WORKER_LIMITS,
  });
  const readerPool = await openSlonikPool(settings, {
    connections: options.readerConnections ?? 8,
    limits: READ_LIMITS,
  });
  const keeperPool = await openSlonikPool(settings, {
    connections: KEEPER_CONNECTIONS,
    limits: KEEPER_LIMITS,
  });
  const life = openWorkerLife(settings, worker);
  return {
    eventStore: createPostgresEventStore({
      intakePool,
      workerPool,
      readerPool,
      life,
      sources,
      options: worker,
    }),
    recordReader: createPostgresRecordReader({ pool: readerPool, now, ownRows }),
    updateLog: createPostgresUpdateLog(readerPool),
    keyStore: createPostgresKeyStore({
      pool: keeperPool,
      sealingKeys,
      sources,
    }),
    facts: () => attempt(() => readFacts(readerPool)),
    checkKeys: (pepper) =>
      attempt(() => checkKeys(keeperPool, { encryption: sealingKeys, pepper })).andThen(
        (refusal) => (refusal === null ? ok() : err(refusal)),
      ),
    ensurePartitions: () =>
      attempt(() =>
        withConnection(workerPool, WORKER_LIMITS, (client) => ensurePartitions(client, now())),
      ),
    close: async () => {
      await Promise.all([
        intakePool.end(),
        readerPool.end(),
        keeperPool.end(),
        // A batch that still runs has to be seen living, and may take back what it noted.
        workerPool.end().finally(life.close),
      ]);
    },
  };
}

/** Two flushes at once, some that a dead line may hold up meanwhile, and what is set aside. */
const INTAKE_CONNECTIONS = 8;
const KEEPER_CONNECTIONS = 4;

function sealingKeysOf([first, ...others]: PostgresOptions['encryptionKeys']): SealingKeys {
  return [createSealingKey(first), ...others.map(createSealingKey)];
}
