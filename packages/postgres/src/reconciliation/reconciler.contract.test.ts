import { planBatch } from '@dialpad-cti/core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openTestStorage, type TestStorage } from '../testing/open-test-storage.test.support.ts';
import { addTestApp, testEvent } from '../testing/test-app.test.support.ts';

let storage: TestStorage;

beforeAll(async () => {
  storage = await openTestStorage();
  const appId = await addTestApp(storage);
  (await storage.eventStore.append([testEvent(appId, 1)]))._unsafeUnwrap();
  (await storage.eventStore.processBatch(10, planBatch))._unsafeUnwrap();
  const window = { from: 0, to: 1 };
  const calls = [{ dialpadCallId: '1', reason: 'differs' as const, startedAt: 0 }];
  const { addBackfill, putUnexplained } = storage.reconciliationStore;
  (await addBackfill({ appId, reason: 'gap', ...window }, null))._unsafeUnwrap();
  (await putUnexplained(appId, window, calls))._unsafeUnwrap();
});
afterAll(() => storage.close());

test('who compares records changes none of them', async () => {
  for (const table of ['calls', 'webhook_events', 'apps']) {
    expect(await storage.query('reconciler', `SELECT 1 FROM ${table}`)).not.toEqual([]);
    const changed = await storage.query('reconciler', `DELETE FROM ${table} RETURNING 1`);
    expect([table, changed]).toEqual([table, []]);
  }
  for (const table of ['api_keys', 'dialpad_webhooks', 'messages', 'event_digests', 'audit_log']) {
    expect(await storage.query('reconciler', `SELECT 1 FROM ${table}`)).toEqual([]);
  }
});

test('what it found is nothing to the other roles', async () => {
  for (const table of ['backfills', 'unexplained_calls']) {
    expect(await storage.query('reconciler', `SELECT 1 FROM ${table}`)).not.toEqual([]);
    for (const role of ['', 'intake', 'worker', 'operator', 'keeper', 'desk']) {
      expect([role, await storage.query(role, `SELECT 1 FROM ${table}`)]).toEqual([role, []]);
    }
  }
});

test('a backfill whose entry cannot be written is not queued', async () => {
  const appId = await addTestApp(storage);
  const act = { actor: 'operator', address: null, requestId: '\0' };
  const { addBackfill, backfills } = storage.reconciliationStore;
  const outcome = await addBackfill({ appId, reason: 'operator', from: 0, to: 1 }, act);
  expect(outcome.isErr()).toBe(true);
  expect((await backfills(appId, { limit: 1 }))._unsafeUnwrap().rows).toEqual([]);
});
