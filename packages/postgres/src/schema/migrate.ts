import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { runner } from 'node-pg-migrate';
import { Client } from 'pg';

import { type ConnectionPolicy, connectionSettings } from '../connection/connection-settings.ts';
import { DEADLOCK, LOCK_NOT_AVAILABLE, sqlState } from '../sql-state.ts';
import { ensurePartitions } from './ensure-partitions.ts';

export interface MigrateOptions extends ConnectionPolicy {
  readonly url: string;
  /** Gets a line for each step. */
  readonly log?: (line: string) => void;
}

/** From `src/schema` and from `dist/schema` alike. */
export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));
const TABLE = 'schema_migrations';
const MOST_TRIES = 100;
const PAUSE_MS = 500;

/**
 * Brings the schema up to date, all or nothing. Several at once are safe: one works, the others
 * wait and then find nothing to do. Where a migration gives way to processes that use its tables, it is
 * tried again for about a minute. Rejects when the database cannot be reached or migrated.
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
    await runPatiently(client, options.log ?? (() => {}));
    await ensurePartitions(client, Date.now());
  } finally {
    await client.end();
  }
}

async function runPatiently(dbClient: Client, log: (line: string) => void): Promise<void> {
  for (let left = MOST_TRIES; ; left -= 1) {
    try {
      await runner({
        dbClient,
        dir: MIGRATIONS_FOLDER,
        direction: 'up',
        migrationsTable: TABLE,
        singleTransaction: true,
        advisoryLockMode: 'wait',
        log,
      });
      return;
    } catch (error) {
      const gaveWay = [LOCK_NOT_AVAILABLE, DEADLOCK].includes(sqlState(error) ?? 'none');
      if (!gaveWay || left === 1) throw error;
    }
    await delay(PAUSE_MS);
  }
}
