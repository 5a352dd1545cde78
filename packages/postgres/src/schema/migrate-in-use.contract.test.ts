import { runner } from 'node-pg-migrate';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { type FreshDatabase, openFreshDatabase } from '../embedded/index.ts';
import { MIGRATIONS_FOLDER, migrate } from './migrate.ts';

/** As the release before left it. */
const BEFORE = 8;

let database: FreshDatabase;
const clients: Client[] = [];

beforeEach(async () => {
  database = await openFreshDatabase({ template: false });
  await runner({
    databaseUrl: database.url,
    dir: MIGRATIONS_FOLDER,
    direction: 'up',
    migrationsTable: 'schema_migrations',
    count: BEFORE,
    log: () => {},
  });
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.end()));
  await database.drop();
});

/** A process of the release before, in a transaction of a role. */
async function begin(role: string): Promise<Client> {
  const client = new Client(database.url);
  clients.push(client);
  await client.connect();
  await client.query(`BEGIN; SET LOCAL app.role = '${role}'; SET LOCAL lock_timeout = '2s'`);
  return client;
}

/** Until the migration stands behind a lock that somebody else holds. */
async function untilItWaits(): Promise<void> {
  const client = new Client(database.url);
  clients.push(client);
  await client.connect();
  await vi.waitFor(
    async () => {
      const { rowCount } = await client.query(`
        SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE NOT granted AND application_name = 'dialpad-cti migrate'`);
      expect(rowCount).toBeGreaterThan(0);
    },
    { timeout: 10_000, interval: 5 },
  );
}

test('a worker in the midst of a batch goes on, and the schema changes after it', async () => {
  const worker = await begin('worker');
  await worker.query('SELECT FROM calls');
  const migrated = migrate({ url: database.url });
  await untilItWaits();
  await worker.query('SELECT FROM updates');
  await worker.query('COMMIT');
  await migrated;
});

test('events are taken in while a long look at them holds the change of the schema up', async () => {
  const reader = await begin('operator');
  await reader.query('SELECT FROM webhook_events');
  const migrated = migrate({ url: database.url });
  await untilItWaits();
  for (let nth = 0; nth < 3; nth += 1) {
    const intake = await begin('intake');
    await intake.query('SELECT FROM event_digests');
    await intake.query(`
      INSERT INTO webhook_events (
        app_id, id, received_at, hook_id, kind, event_type, dialpad_event_id, payload
      )
      VALUES (gen_random_uuid(), gen_random_uuid(), now(), 'hook', 'call', 'call', 'id', '{}')`);
    await intake.query('COMMIT');
  }
  await reader.query('COMMIT');
  await migrated;
});
