import { afterAll, beforeAll, expect, test } from 'vitest';

import { openTestStorage, type TestStorage } from '../testing/open-test-storage.test.support.ts';
import { runSnippet } from '../testing/run-snippet.test.support.ts';
import { addTestApp, testEvent } from '../testing/test-app.test.support.ts';

let storage: TestStorage;

beforeAll(async () => {
  storage = await openTestStorage();
});
afterAll(() => storage.close());

test('an event that kills its worker ends as a dead letter, and the others are processed', async () => {
  const appId = await addTestApp(storage);
  const calls = Array.from({ length: 60 }, (_none, index) => index + 1);
  const events = calls.map((call) => testEvent(appId, call));
  const killer = testEvent(appId, 1000, { custom_data: 'killer' });
  const appended = await storage.eventStore.append([...events, killer]);
  const killerId = appended._unsafeUnwrap().at(-1)?.id;

  let kills = 0;
  for (;;) {
    const { code, signal } = await runSnippet(WORK, { DATABASE_URL: storage.url }).ended;
    if (code === 0) break;
    expect(signal).toBe('SIGKILL');
    kills += 1;
    expect(kills).toBeLessThan(12);
  }

  expect(kills).toBeGreaterThanOrEqual(3);
  const dead = await storage.eventStore.events({ state: 'dead' }, { limit: 10 });
  expect(dead._unsafeUnwrap().rows.map(({ id, lastError }) => ({ id, lastError }))).toEqual([
    { id: killerId, lastError: 'a worker died while it had this event in hand' },
  ]);
  const query = { sort: 'started_at', limit: 200 } as const;
  const records = (await storage.recordReader.calls(appId, query))._unsafeUnwrap();
  expect(records.rows.length).toBe(events.length);
  expect((await storage.eventStore.queue())._unsafeUnwrap().pending).toBe(0);
});

test('a batch that ends leaves no mark of its worker', async () => {
  const marks = await storage.query('worker', 'SELECT batch_id FROM worker_batches');
  expect(marks).toEqual([]);
});

/** Drains the queue, and dies without a word in the middle of a batch that holds the killer. */
const WORK = `
  import { planBatch } from '@dialpad-cti/core';
  import { openPostgres } from '@dialpad-cti/postgres';

  const postgres = await openPostgres({
    url: process.env.DATABASE_URL,
    encryptionKeys: ['a key that this process does not need'],
    worker: { lookForDeadMs: 0 },
  });
  const plan = (events) => {
    if (events.some(({ payload }) => payload.includes('killer'))) {
      process.kill(process.pid, 'SIGKILL');
      for (;;);
    }
    return planBatch(events);
  };
  for (;;) {
    const report = (await postgres.eventStore.processBatch(200, plan))._unsafeUnwrap();
    if (report.processed + report.failed === 0) break;
  }
  await postgres.close();
`;
