import { migrate, openPostgres } from '@dialpad-cti/postgres';

import type { Environment } from '../config/production-faults.ts';
import { databaseName } from '../storage/database-name.ts';
import { databaseRemarks } from '../storage/database-remarks.ts';
import { openDatabase } from '../storage/open-database.ts';
import { storageRefused } from '../storage/storage-refused.ts';
import { readConfiguration } from './read-configuration.ts';

export interface MigratedDatabase {
  /** Without its password. */
  readonly database: string;
  /** Names of the migrations that it lacked. */
  readonly applied: readonly string[];
}

/** As a start does it, and nothing more. Rejects with what a person has to mend. */
export async function migrateDatabase(
  environment: Environment,
  onProgress: (text: string) => void,
): Promise<MigratedDatabase> {
  const config = await readConfiguration(environment);
  const { url, stop } = await openDatabase({ config, onProgress });
  const address = { url, allowUnverified: config.allowsUnverifiedDatabase };
  const postgres = await openPostgres({
    ...address,
    encryptionKeys: config.secrets.encryptionKeys,
  });
  try {
    const facts = await postgres.facts();
    if (facts.isErr()) throw storageRefused(facts.error, url);
    databaseRemarks(facts.value, config.mode);
    await migrate(address).catch((cause: unknown) => {
      throw storageRefused({ kind: 'store-unavailable', cause }, url);
    });
    return { database: databaseName(url), applied: facts.value.missingMigrations };
  } finally {
    await postgres.close();
    await stop();
  }
}
