import { MAX_ATTEMPTS, planBatch, type StoreError } from '@dialpad-cti/core';
import type { ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { openListener } from '../open-listener.ts';
import { openTestStorage, type TestStorage } from '../testing/open-test-storage.test.support.ts';
import { addTestApp, TEST_ACT, testEvent } from '../testing/test-app.test.support.ts';

const ALL = { limit: 1_000 };

let storage: TestStorage;
let appId = '';

beforeAll(async () => {
  storage = await openTestStorage({ worker: { lookForDeadMs: 0 } });
});
afterAll(() => storage.close());
beforeEach(async () => {
  appId = await addTestApp(storage);
});

describe('when the audit log takes no entry', () => {
  beforeAll(async () => {
    await storage.query(
      'keeper',
      `CREATE FUNCTION refuse_entry() RETURNS trigger LANGUAGE plpgsql
       AS $$ BEGIN RAISE EXCEPTION 'no entry'; END $$`,
    );
    await storage.query(
      'keeper',
      `CREATE TRIGGER refuse_entry BEFORE INSERT ON audit_log
       FOR EACH ROW WHEN (NEW.actor = 'nobody') EXECUTE FUNCTION refuse_entry()`,
    );
  });

  test('nothing is changed and nothing is shown', async () => {
    const act = { ...TEST_ACT, actor: 'nobody' };
    const { eventDesk, eventStore } = storage;
    const id = await deadEvent();
    for (const reason of ['payload-not-json', 'unrouted'] as const) {
      const delivery = { appId, hookId: 'hook', reason, body: Buffer.from(appId) };
      (await eventStore.setAside(delivery))._unsafeUnwrap();
    }
    const list = async () => (await eventStore.events({ appId }, { limit: 10 }))._unsafeUnwrap();
    const before = await list();
    expect(before.rows.map(({ state }) => state)).toEqual(['unrouted', 'quarantined', 'dead']);
    const ids = before.rows.map((row) => row.id);

    const refused: readonly ResultAsync<unknown, StoreError>[] = [
      eventDesk.payload(id, act),
      eventDesk.replay({ state: 'dead' }, ALL, act),
      eventDesk.purge({ state: 'dead' }, ALL, act),
      eventDesk.discharge({ state: 'quarantined', ids, appId: null }, act),
      eventDesk.purge({ state: 'unrouted' }, ALL, act),
    ];
    for (const answer of refused) {
      expect((await answer)._unsafeUnwrapErr().kind).toBe('store-unavailable');
    }
    expect(await list()).toEqual(before);
    expect((await eventDesk.payload(id, TEST_ACT))._unsafeUnwrap()).not.toBeNull();
  });
});

test('a replay tells the workers of every process', async () => {
  let heard = 0;
  const listener = openListener({
    url: storage.url,
    onEvents: () => {
      heard += 1;
    },
    onCredentials: () => {},
  });
  try {
    const id = await deadEvent();
    // It calls once when it is connected, and then for the event.
    await expect.poll(() => heard, { timeout: 10_000 }).toBeGreaterThan(0);
    const before = heard;
    const selection = { state: 'dead', ids: [id] } as const;
    (await storage.eventDesk.replay(selection, ALL, TEST_ACT))._unsafeUnwrap();
    await expect.poll(() => heard, { timeout: 10_000 }).toBeGreaterThan(before);
  } finally {
    await listener.close();
  }
});

test('an event that died with its worker says so, and waits after a replay with no crash counted', async () => {
  await processed();
  const { eventDesk, eventStore } = storage;
  const [stored] = (await eventStore.append([testEvent(appId, 1)]))._unsafeUnwrap();
  const id = stored?.id ?? '';
  await storage.query(
    'worker',
    'UPDATE webhook_queue SET attempts = 2, crashes = 3, lone_crashes = 3 WHERE event_id = $1',
    [id],
  );
  expect(await processed()).toBe(0);
  expect((await eventDesk.event(id))._unsafeUnwrap()).toMatchObject({
    state: 'dead',
    reason: 'crashed',
    attempts: 2,
  });

  const selection = { state: 'dead', reason: 'crashed', appId } as const;
  const replayed = (await eventDesk.replay(selection, ALL, TEST_ACT))._unsafeUnwrap();
  expect(replayed).toEqual({ count: 1, next: null });
  const queued = await storage.query(
    'worker',
    `SELECT attempts, crashes, lone_crashes, last_error, run_at <= now() AS is_due
     FROM webhook_queue WHERE event_id = $1`,
    [id],
  );
  expect(queued).toEqual([
    { attempts: 0, crashes: 0, lone_crashes: 0, last_error: null, is_due: true },
  ]);
  expect(await processed()).toBe(1);
});

test('a payload has its entry under the id of the event, however that was written', async () => {
  const id = await deadEvent();
  const shown = await storage.eventDesk.payload(id.toUpperCase(), TEST_ACT);
  expect(shown._unsafeUnwrap()).not.toBeNull();
  const filter = { appId, actions: ['event.payload-shown'] } as const;
  const entries = (await storage.auditLog.entries(filter, { limit: 10 }))._unsafeUnwrap();
  expect(entries.rows.map(({ subjectId }) => subjectId)).toEqual([id]);
});

test('a purge leaves the digest of an event and nothing else of it', async () => {
  const id = await deadEvent();
  const selection = { state: 'dead', appId } as const;
  const purged = (await storage.eventDesk.purge(selection, ALL, TEST_ACT))._unsafeUnwrap();
  expect(purged.count).toBe(1);
  for (const [table, column] of [
    ['webhook_events', 'id'],
    ['webhook_queue', 'event_id'],
    ['dead_letters', 'event_id'],
  ]) {
    const text = `SELECT 1 FROM ${table} WHERE ${column} = $1`;
    expect([table, await storage.query('operator', text, [id])]).toEqual([table, []]);
  }
  const digests = await storage.query(
    'operator',
    'SELECT event_id, deliveries FROM event_digests WHERE app_id = $1',
    [appId],
  );
  expect(digests).toEqual([{ event_id: id, deliveries: 1 }]);
});

test('all that is held is counted, however much it is', async () => {
  await storage.query(
    'intake',
    `INSERT INTO quarantine (
       id, app_id, hook_id, reason, digest, deliveries, received_at, last_at, body
     )
     SELECT gen_random_uuid(), $1, 'many', 'payload-not-json', gen_random_uuid(), 1, now(), now(), ''
     FROM generate_series(1, 10020)`,
    [appId],
  );
  const selection = { state: 'quarantined', appId } as const;
  expect((await storage.eventDesk.countHeld(selection))._unsafeUnwrap()).toBe(10_020);
  const purged = await storage.eventDesk.purge(selection, { limit: 1_000 }, TEST_ACT);
  expect(purged._unsafeUnwrap()).toMatchObject({ count: 1_000, next: expect.any(String) });
  expect((await storage.eventDesk.countHeld(selection))._unsafeUnwrap()).toBe(9_020);
});

test('the role of the desk changes no event and adds none', async () => {
  await deadEvent();
  expect(await storage.query('desk', 'SELECT 1 FROM webhook_events LIMIT 1')).toHaveLength(1);
  expect(
    await storage.query('desk', `UPDATE webhook_events SET payload = 'other' RETURNING 1`),
  ).toEqual([]);
  await expect(
    storage.query(
      'desk',
      'INSERT INTO webhook_events SELECT * FROM webhook_events WHERE app_id = $1',
      [appId],
    ),
  ).rejects.toThrow('row-level security');
  for (const table of ['calls', 'updates', 'api_keys', 'dialpad_webhooks', 'event_digests']) {
    expect([table, await storage.query('desk', `SELECT 1 FROM ${table} LIMIT 1`)]).toEqual([
      table,
      [],
    ]);
  }
});

/** The id of an event that failed too often. */
async function deadEvent(): Promise<string> {
  const [stored] = (await storage.eventStore.append([testEvent(appId, 1)]))._unsafeUnwrap();
  await storage.query('worker', 'UPDATE webhook_queue SET attempts = $2 WHERE event_id = $1', [
    stored?.id,
    MAX_ATTEMPTS - 1,
  ]);
  const report = await storage.eventStore.processBatch(10, () => {
    throw new Error('not this one');
  });
  expect(report._unsafeUnwrap().dead).toBe(1);
  return stored?.id ?? '';
}

async function processed(): Promise<number> {
  return (await storage.eventStore.processBatch(100, planBatch))._unsafeUnwrap().processed;
}
