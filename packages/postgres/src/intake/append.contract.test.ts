import type { NewEvent } from '@dialpad-cti/core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openPostgres } from '../open-postgres.ts';
import {
  openTestStorage,
  TEST_KEY,
  type TestStorage,
} from '../testing/open-test-storage.test.support.ts';
import { addTestApp, testEvent } from '../testing/test-app.test.support.ts';

let storage: TestStorage;
let appId = '';

beforeAll(async () => {
  storage = await openTestStorage();
  appId = await addTestApp(storage);
});
afterAll(() => storage.close());

test('an event that Postgres cannot store fails alone; those that came with it are stored', async () => {
  const good = Array.from({ length: 20 }, (_none, index) => testEvent(appId, `good ${index}`));
  const bad: NewEvent = { ...testEvent(appId, 'bad'), payload: 'a raw \0' };
  const outcomes = await Promise.all(
    [...good, bad].map((event) => storage.eventStore.append([event])),
  );
  expect(outcomes.map((outcome) => outcome.isOk())).toEqual([...good.map(() => true), false]);
  expect(await payloadsLike('%good %')).toHaveLength(good.length);
});

test('a payload that holds the separator of a flush comes out as it went in', async () => {
  const payloads = ['one \u001e two', '\u001e', 'neither', '{"\\u001e":"{},\\"NULL\\""}', 'NULL'];
  const events = payloads.map((payload, index) => ({
    ...testEvent(appId, `separated ${index}`),
    payload,
  }));
  (await storage.eventStore.append(events))._unsafeUnwrap();
  const rows = await storage.query<{ readonly payload: string }>(
    'operator',
    `SELECT payload FROM webhook_events WHERE subject_id LIKE 'separated %' ORDER BY subject_id`,
  );
  expect(rows.map(({ payload }) => payload)).toEqual(payloads);
});

test('processes that bring the same events in opposite orders do not fail one another', async () => {
  const other = await openPostgres({ url: storage.url, encryptionKeys: [TEST_KEY] });
  try {
    for (let round = 0; round < 20; round += 1) {
      const events = Array.from({ length: 250 }, (_none, index) =>
        testEvent(appId, `same ${round} ${index}`),
      );
      const outcomes = await Promise.all([
        storage.eventStore.append(events),
        other.eventStore.append([...events].reverse()),
      ]);
      const answers = outcomes.flatMap((outcome) => outcome._unsafeUnwrap());
      expect(answers.filter(({ isDuplicate }) => !isDuplicate)).toHaveLength(events.length);
      expect(new Set(answers.map(({ id }) => id)).size).toBe(events.length);
    }
  } finally {
    await other.close();
  }
});

test('more events at once than the store can hold are answered at once, and stored none', async () => {
  const events = Array.from({ length: 2_001 }, (_none, index) =>
    testEvent(appId, `too many ${index}`),
  );
  const outcome = await storage.eventStore.append(events);
  expect(outcome._unsafeUnwrapErr().kind).toBe('store-unavailable');
  expect(await payloadsLike('%too many %')).toEqual([]);
});

test('an event is stored under an id of the time of its arrival', async () => {
  const rows = await storage.query<{ readonly same: boolean }>(
    'operator',
    `SELECT bool_and(
       ('x' || substring(replace(id::text, '-', '') FOR 12))::bit(48)::bigint
         = (extract(epoch FROM received_at) * 1000)::bigint
     ) AS same
     FROM webhook_events`,
  );
  expect(rows).toEqual([{ same: true }]);
});

function payloadsLike(pattern: string): Promise<readonly unknown[]> {
  return storage.query('operator', 'SELECT 1 FROM webhook_events WHERE payload LIKE $1', [pattern]);
}
