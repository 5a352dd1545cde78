import { planBatch } from '@dialpad-cti/core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openTestStorage, type TestStorage } from '../testing/open-test-storage.test.support.ts';
import { addTestApp, testEvent } from '../testing/test-app.test.support.ts';

let storage: TestStorage;

beforeAll(async () => {
  storage = await openTestStorage();
});
afterAll(() => storage.close());

test('lists take every instant that RFC 3339 can write', async () => {
  const appId = await addTestApp(storage);
  const startedAt = Date.UTC(2026, 8, 1, 12);
  const event = testEvent(appId, 1, { date_started: startedAt });
  (await storage.eventStore.append([event]))._unsafeUnwrap();
  (await storage.eventStore.processBatch(10, planBatch))._unsafeUnwrap();

  const count = async (bounds: object): Promise<number> => {
    const query = { sort: '-started_at', limit: 10, ...bounds } as const;
    return (await storage.recordReader.calls(appId, query))._unsafeUnwrap().rows.length;
  };
  const first = Date.parse('0000-01-01T00:00:00+23:59');
  const last = Date.parse('9999-12-31T23:59:59-23:59');
  expect(await count({ startedAfter: first, startedBefore: last })).toBe(1);
  expect(await count({ updatedSince: first })).toBe(1);
  expect(await count({ startedAfter: last })).toBe(0);
  expect(await count({ startedBefore: first })).toBe(0);
});

test('so does the list of events', async () => {
  const bounds = {
    receivedAfter: Date.parse('0000-01-01T00:00:00+23:59'),
    receivedBefore: Date.parse('9999-12-31T23:59:59-23:59'),
  };
  const page = (await storage.eventStore.events(bounds, { limit: 10 }))._unsafeUnwrap();
  expect(page.rows.length).toBe(1);
});
