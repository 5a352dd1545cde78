import type { StorageSubject } from '@dialpad-cti/core/testing';
import { Client } from 'pg';

import { openFreshDatabase } from '../embedded/index.ts';
import { openPostgres, type Postgres, type PostgresOptions } from '../open-postgres.ts';

export interface TestStorage extends Postgres, StorageSubject {
  readonly url: string;
  /** Looks and acts behind the ports, in one transaction with the given role. */
  query<Row>(role: string, text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

export const TEST_KEY = 'a key for tests, of thirty-two characters or more';

/** A storage on a database of its own. Close it to drop the database. */
export async function openTestStorage(
  options: Partial<PostgresOptions> = {},
): Promise<TestStorage> {
  const database = await openFreshDatabase();
  const postgres = await openPostgres({
    url: database.url,
    encryptionKeys: [TEST_KEY],
    readerConnections: 4,
    ...options,
  });
  const query: TestStorage['query'] = (role, text, values = []) =>
    inRole(database.url, role, async (client) => {
      const { rows } = await client.query(text, [...values]);
      return rows;
    });
  return {
    ...postgres,
    url: database.url,
    query,
    skipWaits: async () => {
      await query('worker', `UPDATE webhook_queue SET run_at = 'epoch' WHERE attempts > 0`);
    },
    setAsideBodies: async () => {
      const rows = await query<{ readonly body: Uint8Array }>(
        'operator',
        'SELECT body FROM quarantine UNION ALL SELECT body FROM unrouted_events',
      );
      return rows.map(({ body }) => Uint8Array.from(body));
    },
    close: async () => {
      await postgres.close();
      await database.drop();
    },
  };
}

async function inRole<T>(
  url: string,
  role: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client(url);
  try {
    await client.connect();
    await client.query('BEGIN');
    await client.query(`SELECT set_config('app.role', $1, true)`, [role]);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } finally {
    await client.end();
  }
}
