import { MAX_ATTEMPTS, planBatch } from '@dialpad-cti/core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openTestStorage, type TestStorage } from '../testing/open-test-storage.test.support.ts';
import { addTestApp, testEvent } from '../testing/test-app.test.support.ts';

let storage: TestStorage;

beforeAll(async () => {
  storage = await openTestStorage();
  await storage.query(
    'worker',
    `CREATE FUNCTION refuse_call() RETURNS trigger LANGUAGE plpgsql
     AS $$ BEGIN RAISE EXCEPTION 'not this one'; END $$`,
  );
});
afterAll(() => storage.close());

test('events that the database refuses stand alone in the end; the others lose nothing', async () => {
  const appId = await addTestApp(storage);
  const calls = Array.from({ length: 100 }, (_none, index) => index + 1);
  const bad = [1, 17, 18, 64, 100];
  await refuse(bad);
  const events = calls.map((call) => testEvent(appId, call));
  (await storage.eventStore.append(events))._unsafeUnwrap();

  const report = await batch();
  expect(report).toMatchObject({ processed: 95, failed: 5 });
  expect(report.updates.map(({ position }) => position)).toEqual(
    Array.from({ length: 95 }, (_none, index) => index + 1),
  );
  const waiting = await storage.eventStore.events({ state: 'retrying' }, { limit: 10 });
  expect(waiting._unsafeUnwrap().rows.map(({ lastError }) => lastError)).toEqual(
    bad.map(() => 'P0001: not this one'),
  );

  await refuse([]);
  await storage.skipWaits();
  expect(await batch()).toMatchObject({ processed: 5, failed: 0 });
  const head = (await storage.updateLog.head(appId))._unsafeUnwrap();
  expect(head?.position).toBe(100);
});

test('an event that the database always refuses is dead after MAX_ATTEMPTS', async () => {
  const appId = await addTestApp(storage);
  await refuse([7]);
  (await storage.eventStore.append([testEvent(appId, 7)]))._unsafeUnwrap();
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    expect(await batch()).toMatchObject({ processed: 0, failed: 1 });
    await storage.skipWaits();
  }
  expect(await batch()).toMatchObject({ processed: 0, failed: 0 });
  const dead = await storage.eventStore.events({ appId, state: 'dead' }, { limit: 10 });
  expect(dead._unsafeUnwrap().rows.map(({ attempts }) => attempts)).toEqual([MAX_ATTEMPTS]);
});

async function batch() {
  return (await storage.eventStore.processBatch(200, planBatch))._unsafeUnwrap();
}

/** A fault of the data as only the database can see it. */
async function refuse(calls: readonly number[]): Promise<void> {
  await storage.query('worker', 'DROP TRIGGER IF EXISTS refuse_call ON calls');
  if (calls.length === 0) return;
  const listed = calls.map((call) => `'${call}'`).join(', ');
  await storage.query(
    'worker',
    `CREATE TRIGGER refuse_call BEFORE INSERT ON calls
     FOR EACH ROW WHEN (NEW.call_id IN (${listed})) EXECUTE FUNCTION refuse_call()`,
  );
}
