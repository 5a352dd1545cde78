import { planBatch } from '@dialpad-cti/core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openPostgres, type Postgres } from '../open-postgres.ts';
import { openTestStorage, type TestStorage } from '../testing/open-test-storage.test.support.ts';
import { addTestApp, TEST_ACT, testEvent } from '../testing/test-app.test.support.ts';

let storage: TestStorage;

beforeAll(async () => {
  storage = await openTestStorage({ worker: { lookForDeadMs: 0 } });
});
afterAll(() => storage.close());

const BEFORE_RESTART = `pg_postmaster_start_time() - interval '1 second'`;

test('a batch that Postgres itself cut off by its restart is no crash of a worker', async () => {
  expect(await crashesAfter(BEFORE_RESTART)).toBe(0);
});

test('whoever is alone on the database counts it: its own worker went with the database', async () => {
  const worker = { lookForDeadMs: 0, isAlone: true };
  const alone = await openPostgres({ url: storage.url, encryptionKeys: ['not needed'], worker });
  expect(await crashesAfter(BEFORE_RESTART, alone)).toBe(1);
  await alone.close();
});

test('a batch whose worker is gone since is one', async () => {
  expect(await crashesAfter('now()')).toBe(1);
});

test('a closed storage works no more and leaves no connection', async () => {
  const other = await openPostgres({
    url: storage.url,
    encryptionKeys: ['not needed here'],
    worker: { lookForDeadMs: 0 },
  });
  const before = await workers();
  (await other.eventStore.processBatch(10, planBatch))._unsafeUnwrap();
  await other.close();
  expect((await other.eventStore.processBatch(10, planBatch)).isErr()).toBe(true);
  await expect.poll(workers, { timeout: 10_000 }).toBe(before);
});

/** Of a waiting event that a worker, now gone, had in hand since then. */
async function crashesAfter(
  startedAt: string,
  { eventStore }: Pick<Postgres, 'eventStore'> = storage,
): Promise<number | undefined> {
  const appId = await addTestApp(storage);
  const [stored] = (await storage.eventStore.append([testEvent(appId, 1)]))._unsafeUnwrap();
  (await storage.keyStore.setAppActive(appId, false, TEST_ACT))._unsafeUnwrap();
  await storage.query(
    'worker',
    `INSERT INTO worker_batches (batch_id, worker_id, app_ids, event_ids, started_at)
     VALUES (gen_random_uuid(), 1, ARRAY[$1::uuid], ARRAY[$2::uuid], ${startedAt})`,
    [appId, stored?.id],
  );
  (await eventStore.processBatch(10, planBatch))._unsafeUnwrap();
  expect(await storage.query('worker', 'SELECT batch_id FROM worker_batches')).toEqual([]);
  const [row] = await storage.query<{ readonly crashes: number }>(
    'worker',
    'SELECT crashes FROM webhook_queue WHERE event_id = $1',
    [stored?.id],
  );
  return row?.crashes;
}

async function workers(): Promise<number> {
  const rows = await storage.query(
    'operator',
    `SELECT pid FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'dialpad-cti worker'`,
  );
  return rows.length;
}
