import { fileURLToPath } from 'node:url';

import { runner } from 'node-pg-migrate';
import { Client } from 'pg';

import { type ConnectionPolicy, connectionSettings } from '../connection/connection-settings.ts';
import { ensurePartitions } from './ensure-partitions.ts';

export interface MigrateOptions extends ConnectionPolicy {
  readonly url: string;
  /** Gets a line for each step. */
  readonly log?: (line: string) => void;
}

/** From `src/schema` and from `dist/schema` alike. */
export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));
const TABLE = 'schema_migrations';

/**
 * Brings the schema up to date, all or nothing. Several at once are safe: one works, the others
 * wait and then find nothing to do. Rejects when the database cannot be reached or migrated.
 */
export async function migrate(options: MigrateOptions): Promise<void> {
  const client = new Client({
    ...connectionSettings(options.url, options),
    application_name: 'dialpad-cti migrate',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await runner({
      dbClient: client,
      dir: MIGRATIONS_FOLDER,
      direction: 'up',
      migrationsTable: TABLE,
      singleTransaction: true,
      advisoryLockMode: 'wait',
      log: options.log ?? (() => {}),
    });
    await ensurePartitions(client, Date.now());
  } finally {
    await client.end();
  }
}
