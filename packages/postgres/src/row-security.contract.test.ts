import { planBatch } from '@dialpad-cti/core';
import { Client } from 'pg';
import { type DatabasePool, sql } from 'slonik';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { connectionSettings } from './connection/connection-settings.ts';
import { inTenant } from './connection/in-transaction.ts';
import { openSlonikPool } from './connection/open-slonik-pool.ts';
import { READ_LIMITS } from './connection/time-limits.ts';
import { createPostgresRecordReader } from './records/create-record-reader.ts';
import { openTestStorage, type TestStorage } from './testing/open-test-storage.test.support.ts';
import { addTestApp, testEvent } from './testing/test-app.test.support.ts';

let storage: TestStorage;
let pool: DatabasePool;
let [own, foreign] = ['', ''];

beforeAll(async () => {
  storage = await openTestStorage();
  pool = await openSlonikPool(connectionSettings(storage.url), {
    connections: 2,
    limits: READ_LIMITS,
  });
  own = await addTestApp(storage);
  foreign = await addTestApp(storage);
  await fill(own);
  await fill(foreign);
});
afterAll(async () => {
  await pool.end();
  await storage.close();
});

test('a reader whose SQL forgets the tenant still gives nothing of another app', async () => {
  const ownRows = () => sql.fragment`TRUE`;
  const forgetful = createPostgresRecordReader({ pool, now: Date.now, ownRows });
  const reader = storage.recordReader;
  const page = { limit: 200, count: true } as const;
  for (const [asked, other] of [
    [own, foreign],
    [foreign, own],
  ] as const) {
    for (const list of ['calls', 'active', 'messages', 'voicemails', 'events'] as const) {
      const lists = { reader, asked, page };
      expect(await listed(list, { ...lists, reader: forgetful })).toEqual(
        await listed(list, lists),
      );
    }
    for (const find of ['call', 'message', 'voicemail'] as const) {
      const id = await someId(find, other);
      expect((await forgetful[find](asked, id))._unsafeUnwrap()).toBeNull();
      expect((await reader[find](other, id))._unsafeUnwrap()).not.toBeNull();
    }
  }
});

test('a transaction that names neither tenant nor role sees no row of any table', async () => {
  for (const table of await protectedTables()) {
    expect([table, await storage.query('', `SELECT 1 FROM ${table} LIMIT 1`)]).toEqual([table, []]);
  }
});

test('a tenant sees its own rows only, also by the name of a partition', async () => {
  const tables = ['calls', 'messages', 'voicemails', 'updates', 'webhook_events', 'event_digests'];
  for (const table of tables) {
    const seen = await inTenant(pool, own, (connection) =>
      connection.anyFirst(sql.unsafe`SELECT DISTINCT app_id FROM ${sql.identifier([table])}`),
    );
    expect([table, seen]).toEqual([table, [own]]);
  }
  const partitions = await storage.query<{ readonly name: string }>(
    'operator',
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'webhook_events'::regclass`,
  );
  for (const { name } of partitions) {
    for (const role of ['operator', 'worker', 'intake', 'keeper']) {
      expect(await storage.query(role, `SELECT 1 FROM ${name} LIMIT 1`)).toEqual([]);
    }
  }
});

test('row security is forced on every table that holds what belongs to an app', async () => {
  const open = await storage.query<{ readonly name: string }>(
    'operator',
    `SELECT relname AS name
     FROM pg_class
     WHERE relnamespace = 'public'::regnamespace
       AND relkind IN ('r', 'p')
       AND NOT (relrowsecurity AND relforcerowsecurity)
     ORDER BY relname`,
  );
  // The first two are the same for all apps and hold no secret; the last is the migrations'.
  expect(open.map(({ name }) => name)).toEqual([
    'credentials_epoch',
    'key_fingerprints',
    'schema_migrations',
  ]);
});

test('every key that holds what Dialpad or a tenant gave leads with the app', async () => {
  const keys = await storage.query<{ readonly table: string; readonly first: string }>(
    'operator',
    `SELECT indrelid::regclass::text AS table, attname AS first
     FROM pg_index
     JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
     JOIN pg_class ON pg_class.oid = indrelid AND relnamespace = 'public'::regnamespace
     WHERE indisunique AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = indrelid)
     ORDER BY 1, 2`,
  );
  const others = keys.filter(({ first }) => first !== 'app_id');
  expect(others.map(({ table, first }) => `${table}.${first}`)).toEqual([
    'api_keys.key_id',
    'audit_log.id',
    'connect_links.digest',
    'credentials_epoch.is_only_row',
    'dialpad_authorisations.state_digest',
    'dialpad_webhooks.hook_id',
    'kept_answers.key_digest',
    'key_fingerprints.purpose',
    'quarantine.hook_id',
    'quarantine.id',
    'rate_limits.key',
    'schema_migrations.id',
    'unrouted_events.hook_id',
    'unrouted_events.id',
    'worker_batches.batch_id',
  ]);
});

const CHANGES = [`UPDATE audit_log SET actor = 'nobody'`, 'DELETE FROM audit_log'];

test('who we connect as has no right to change or remove an entry of the audit log', async () => {
  for (const role of ['keeper', 'desk', 'operator']) {
    for (const text of [...CHANGES, 'TRUNCATE audit_log']) {
      await expect(storage.query(role, text)).rejects.toThrow('permission denied');
    }
  }
});

test('with the rights taken back, the trigger still refuses it', async () => {
  for (const text of [...CHANGES, 'TRUNCATE audit_log']) {
    const statements = `GRANT UPDATE, DELETE, TRUNCATE ON audit_log TO CURRENT_USER; ${text}`;
    await expect(storage.query('keeper', statements)).rejects.toThrow('append-only');
  }
});

test('with the trigger gone as well, row security shows no entry to change', async () => {
  const client = new Client(storage.url);
  await client.connect();
  try {
    for (const text of CHANGES) {
      await client.query(`
        BEGIN;
        SET LOCAL app.role = 'keeper';
        GRANT UPDATE, DELETE ON audit_log TO CURRENT_USER;
        DROP TRIGGER audit_log_is_append_only ON audit_log`);
      expect((await client.query('SELECT 1 FROM audit_log')).rowCount).toBeGreaterThan(0);
      expect((await client.query(text)).rowCount).toBe(0);
      await client.query('ROLLBACK');
    }
  } finally {
    await client.end();
  }
});

test('only who changes things writes the audit log, and only who looks after them reads it', async () => {
  const insert = `
    INSERT INTO audit_log (id, at, action, actor)
    VALUES (gen_random_uuid(), now(), 'app.created', 'nobody')`;
  for (const role of ['', 'intake', 'worker', 'operator']) {
    await expect(storage.query(role, insert)).rejects.toThrow('row-level security');
  }
  for (const role of ['', 'intake', 'worker']) {
    expect(await storage.query(role, 'SELECT 1 FROM audit_log')).toEqual([]);
  }
  const seen = await inTenant(pool, own, (connection) =>
    connection.any(sql.unsafe`SELECT 1 FROM audit_log`),
  );
  expect(seen).toEqual([]);
});

/** Calls with equal Dialpad ids in both apps, one of them over with a voicemail, and a message. */
async function fill(appId: string): Promise<void> {
  const message = { call_id: null, id: 9, message_status: 'sent', text: appId };
  const events = [
    testEvent(appId, 1, { custom_data: appId }),
    testEvent(appId, 2, { state: 'voicemail_uploaded', voicemail_recording_id: '77' }),
    testEvent(appId, 0, message),
  ];
  (await storage.eventStore.append(events))._unsafeUnwrap();
  (await storage.eventStore.processBatch(10, planBatch))._unsafeUnwrap();
}

interface Lists {
  readonly reader: TestStorage['recordReader'];
  readonly asked: string;
  readonly page: { readonly limit: number; readonly count: boolean };
}

async function listed(
  list: 'calls' | 'active' | 'messages' | 'voicemails' | 'events',
  { reader, asked, page }: Lists,
): Promise<unknown> {
  switch (list) {
    case 'calls':
      return (await reader.calls(asked, { ...page, sort: '-started_at' }))._unsafeUnwrap();
    case 'active':
      return (await reader.activeCalls(asked, page))._unsafeUnwrap();
    case 'messages':
      return (await reader.messages(asked, { ...page, sort: '-sent_at' }))._unsafeUnwrap();
    case 'voicemails':
      return (await reader.voicemails(asked, { ...page, sort: '-received_at' }))._unsafeUnwrap();
    case 'events':
      return (await reader.callEvents(asked, '1', page))._unsafeUnwrap();
  }
}

async function someId(kind: 'call' | 'message' | 'voicemail', appId: string): Promise<string> {
  const { recordReader: reader } = storage;
  const page = { limit: 1 };
  const lists = {
    call: () => reader.calls(appId, { ...page, sort: 'started_at' }),
    message: () => reader.messages(appId, { ...page, sort: 'sent_at' }),
    voicemail: () => reader.voicemails(appId, { ...page, sort: 'received_at' }),
  };
  const [row] = (await lists[kind]())._unsafeUnwrap().rows;
  return row?.id ?? 'none';
}

async function protectedTables(): Promise<readonly string[]> {
  const rows = await storage.query<{ readonly name: string }>(
    'operator',
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relrowsecurity`,
  );
  return rows.map(({ name }) => name);
}
