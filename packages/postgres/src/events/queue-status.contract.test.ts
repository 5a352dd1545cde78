import { planBatch } from '@dialpad-cti/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { openPostgres } from '../open-postgres.ts';
import { openTestStorage, type TestStorage } from '../testing/open-test-storage.test.support.ts';
import { addTestApp, testEvent } from '../testing/test-app.test.support.ts';

let storage: TestStorage;
let appId = '';

beforeAll(async () => {
  storage = await openTestStorage();
});
afterAll(() => storage.close());
beforeEach(async () => {
  await storage.query('worker', 'UPDATE app_streams SET minute = 0');
  appId = await addTestApp(storage);
});

test('of the minute before, the share counts that is not older than a minute', async () => {
  const before = await shareOfMinute();
  await setCounts({ minutesAgo: 1, processed: 6_000, processedBefore: 1_000_000 });
  const { processedPerMinute } = await queue();
  const after = await shareOfMinute();
  // The minute may turn meanwhile; then all of it is over.
  const least = after.minute === before.minute ? 6_000 * (1 - after.share) : 0;
  expect(processedPerMinute).toBeGreaterThanOrEqual(Math.floor(least));
  expect(processedPerMinute).toBeLessThanOrEqual(Math.ceil(6_000 * (1 - before.share)));
});

test('what was done longer ago counts nothing', async () => {
  await setCounts({ minutesAgo: 2, processed: 1_000_000, processedBefore: 1_000_000 });
  expect((await queue()).processedPerMinute).toBe(0);
});

test('a batch goes on counting its minute, or begins a new one after the one before', async () => {
  await batchOf(3, 1);
  await batchOf(4, 2);
  const { minute } = await shareOfMinute();
  const counted = await counts();
  // Unless the minute turned between them.
  if (counted.minute === minute && counted.processed_before === 0)
    expect(counted.processed).toBe(7);

  for (const [minutesAgo, processedBefore] of [
    [1, 50],
    [2, 0],
  ] as const) {
    // Once more when the minute turned under our hands.
    for (;;) {
      const begun = await shareOfMinute();
      await setCounts({ minutesAgo, processed: 50, processedBefore: 60 });
      await batchOf(2, Math.random());
      if (begun.minute !== (await shareOfMinute()).minute) continue;
      expect(await counts()).toEqual({
        minute: begun.minute,
        processed: 2,
        processed_before: processedBefore,
      });
      break;
    }
  }
});

test('the oldest event is found by key, and the queue is read once, however long it is', async () => {
  (await storage.eventStore.append([testEvent(appId, 1)]))._unsafeUnwrap();
  await storage.query(
    'intake',
    `INSERT INTO webhook_queue (app_id, event_id)
     SELECT $1::uuid, ('ffffffff' || substring(gen_random_uuid()::text FROM 9))::uuid
     FROM generate_series(1, 30000)`,
    [appId],
  );
  await storage.query('operator', 'ANALYZE webhook_queue');
  const before = await wholeReads();

  // Its connections report what they read when they end.
  const other = await openPostgres({ url: storage.url, encryptionKeys: ['not needed here'] });
  const { pending, oldestPendingMs } = (await other.eventStore.queue())._unsafeUnwrap();
  await other.close();

  expect(pending).toBe(30_001);
  // All others have ids of a far future.
  expect(oldestPendingMs).toBeGreaterThan(0);
  expect(await wholeReads()).toBe(before + 1);
});

async function queue() {
  return (await storage.eventStore.queue())._unsafeUnwrap();
}

async function batchOf(events: number, seed: number): Promise<void> {
  const calls = Array.from({ length: events }, (_none, index) =>
    testEvent(appId, index + 1, { custom_data: `of ${seed}` }),
  );
  (await storage.eventStore.append(calls))._unsafeUnwrap();
  const { processed } = (await storage.eventStore.processBatch(100, planBatch))._unsafeUnwrap();
  expect(processed).toBe(events);
}

interface Counts {
  readonly minutesAgo: number;
  readonly processed: number;
  readonly processedBefore: number;
}

async function setCounts({ minutesAgo, processed, processedBefore }: Counts): Promise<void> {
  await storage.query(
    'worker',
    `UPDATE app_streams
     SET minute = floor(extract(epoch FROM clock_timestamp()) / 60) - $2,
         processed = $3, processed_before = $4
     WHERE app_id = $1`,
    [appId, minutesAgo, processed, processedBefore],
  );
}

async function counts() {
  const [row] = await storage.query<{
    readonly minute: number;
    readonly processed: number;
    readonly processed_before: number;
  }>(
    'worker',
    'SELECT minute::float8, processed, processed_before FROM app_streams WHERE app_id = $1',
    [appId],
  );
  expect(row).toBeDefined();
  return { minute: 0, processed: 0, processed_before: 0, ...row };
}

async function shareOfMinute(): Promise<{ readonly minute: number; readonly share: number }> {
  const [row] = await storage.query<{ readonly minutes: number }>(
    'operator',
    'SELECT (extract(epoch FROM clock_timestamp()) / 60)::float8 AS minutes',
  );
  const minutes = row?.minutes ?? Number.NaN;
  return { minute: Math.floor(minutes), share: minutes % 1 };
}

async function wholeReads(): Promise<number> {
  const [row] = await storage.query<{ readonly times: string }>(
    'operator',
    `SELECT seq_scan AS times FROM pg_stat_user_tables WHERE relname = 'webhook_queue'`,
  );
  return Number(row?.times);
}
