import type { StoreError } from '@dialpad-cti/core';
import {
  migrate,
  openListener,
  openPostgres,
  type Postgres,
  type PostgresObserver,
} from '@dialpad-cti/postgres';

import type { Config } from '../config/config.ts';
import { peppersOf } from '../config/peppers-of.ts';
import { waitAtMost } from '../lifecycle/wait-at-most.ts';
import { createTroubles } from '../logs/create-troubles.ts';
import type { Log } from '../logs/log.ts';
import { every } from '../serving/every.ts';
import type { Database } from './database.ts';
import { databaseRemarks } from './database-remarks.ts';
import type { Storage } from './storage.ts';
import { storageRefused } from './storage-refused.ts';
import { tellErrors } from './tell-errors.ts';
import { tellOwnErrors } from './tell-own-errors.ts';

const HALF_A_DAY_MS = 43_200_000;
/** A database that is silent does not say goodbye either; its lines end with our process. */
const CLOSE_LIMIT_MS = 3000;

export interface OpenStorageDeps {
  readonly log: Log;
  readonly observer: PostgresObserver;
}

/** Brings the database up to date and opens it; rejects with what a person has to mend. */
export async function openStorage(
  config: Config,
  { kind, url }: Database,
  { log, observer }: OpenStorageDeps,
): Promise<Storage> {
  const address = { url, allowUnverified: config.allowsUnverifiedDatabase };
  const { encryptionKeys } = config.secrets;
  const worker = { ...config.retry, isAlone: kind === 'embedded' };
  const postgres = await openPostgres({ ...address, encryptionKeys, worker, observer });
  try {
    const facts = await postgres.facts();
    if (facts.isErr()) throw storageRefused(facts.error, url);
    const remarks = databaseRemarks(facts.value, config.mode);
    await migrate({ ...address, log: (line) => log.debug(line) }).catch((cause: unknown) => {
      throw storageRefused({ kind: 'store-unavailable', cause }, url);
    });
    const checked = await postgres.checkKeys(
      peppersOf(config).map(({ pepperId, key }) => ({ keyId: pepperId, key })),
    );
    if (checked.isErr()) throw storageRefused(checked.error, url);
    const migrated = await postgres.facts();
    if (migrated.isErr()) throw storageRefused(migrated.error, url);
    const lacking = migrated.value.missingMigrations.join(', ');
    const migrations = lacking === '' ? 'ok' : `lacks ${lacking}`;
    return {
      ...tellingPorts(postgres, log),
      remarks: { migrations, ...remarks },
      ...watchOver(postgres, address, log),
    };
  } catch (error) {
    await waitAtMost(CLOSE_LIMIT_MS, postgres.close());
    throw error;
  }
}

type Ports = Omit<Storage, 'remarks' | 'onHint' | 'end'>;

function tellingPorts(
  {
    eventStore,
    eventDesk,
    recordReader,
    keyStore,
    auditLog,
    idempotencyStore,
    webhookRegistry,
    connectionStore,
    reconciliationStore,
  }: Postgres,
  log: Log,
): Ports {
  const sayTrouble = createTroubles(log, Date.now);
  const tell = ({ cause }: StoreError): void =>
    sayTrouble('The database could not be used', { error: cause });
  return {
    eventStore: tellErrors(eventStore, tell),
    eventDesk: tellErrors(eventDesk, tell),
    recordReader: tellErrors(recordReader, tell),
    keyStore: tellErrors(keyStore, tell),
    auditLog: tellErrors(auditLog, tell),
    webhookRegistry: tellErrors(webhookRegistry, tell),
    connectionStore: tellErrors(connectionStore, tell),
    reconciliationStore: tellErrors(reconciliationStore, tell),
    idempotencyStore: tellOwnErrors(idempotencyStore, tell),
  };
}

interface Address {
  readonly url: string;
  readonly allowUnverified: boolean;
}

/** What goes on beside the ports until the storage is closed. */
function watchOver(
  postgres: Postgres,
  address: Address,
  log: Log,
): Pick<Storage, 'onHint' | 'end'> {
  let tell: Parameters<Storage['onHint']>[0] = () => {};
  const listener = openListener({
    ...address,
    onEvents: () => tell('events'),
    onCredentials: () => tell('credentials'),
  });
  const sayTrouble = createTroubles(log, Date.now);
  const stopPartitions = every(HALF_A_DAY_MS, async () => {
    await postgres.ensurePartitions().orTee(({ cause }) =>
      // Nothing is lost by it: rows without a partition of their own go to the default one.
      sayTrouble('The partitions of the days ahead could not be made', { error: cause }),
    );
  });
  return {
    onHint(listenTo) {
      tell = listenTo;
    },
    async end() {
      stopPartitions();
      await waitAtMost(CLOSE_LIMIT_MS, Promise.all([listener.close(), postgres.close()]));
    },
  };
}
