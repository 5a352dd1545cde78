import { planBatch } from '@dialpad-cti/core';
import { okAsync, type ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openTestStorage, type TestStorage } from '../testing/open-test-storage.test.support.ts';
import { addTestApp, testEvent } from '../testing/test-app.test.support.ts';
import type { PoolName } from './postgres-observer.ts';

const flushes: { readonly events: number; readonly ms: number }[] = [];
const waits: { readonly pool: PoolName; readonly ms: number }[] = [];

let storage: TestStorage;
let appId = '';

beforeAll(async () => {
  storage = await openTestStorage({
    readerConnections: 1,
    observer: {
      onFlush: (events, ms) => void flushes.push({ events, ms }),
      onPoolWait: (pool, ms) => void waits.push({ pool, ms }),
    },
  });
  appId = await addTestApp(storage);
});
afterAll(() => storage.close());

test('every event is told in one flush that was stored', async () => {
  flushes.length = 0;
  const events = Array.from({ length: 30 }, (_none, index) => testEvent(appId, index + 1));
  await Promise.all(events.map((event) => storage.eventStore.append([event])));
  await storage.eventStore.append([{ ...testEvent(appId, 'bad'), payload: 'a raw \0' }]);

  expect(flushes.reduce((sum, { events: count }) => sum + count, 0)).toBe(events.length);
  expect(flushes.length).toBeLessThan(events.length);
  expect(flushes.every(({ ms }) => ms > 0)).toBe(true);
});

test('every connection that is taken is told with its pool, in whole ms', async () => {
  const uses: readonly (readonly [PoolName, () => ResultAsync<unknown, unknown>])[] = [
    ['intake', () => storage.eventStore.append([testEvent(appId, 'one')])],
    ['worker', () => storage.eventStore.processBatch(10, planBatch)],
    ['reader', () => storage.recordReader.call(appId, 'none')],
    ['keeper', () => storage.keyStore.credentialsEpoch()],
    ['once', () => storage.idempotencyStore.once(REQUEST, () => okAsync(ANSWER))],
  ];
  for (const [pool, use] of uses) {
    waits.length = 0;
    await use();
    const told = waits.filter((wait) => wait.pool === pool);
    expect([
      pool,
      told.length > 0,
      told.every(({ ms }) => ms >= 0 && Number.isInteger(ms)),
    ]).toEqual([pool, true, true]);
  }
});

test('whoever waits for a connection that others hold is told to have waited', async () => {
  waits.length = 0;
  const reads = Array.from({ length: 40 }, () => storage.recordReader.call(appId, 'none'));
  await Promise.all(reads);
  const told = waits.filter(({ pool }) => pool === 'reader');
  expect(told).toHaveLength(reads.length);
  expect(Math.max(...told.map(({ ms }) => ms))).toBeGreaterThan(0);
});

const REQUEST = { key: 'key', digest: new Uint8Array(32) };
const ANSWER = { status: 200, body: '{}' };
