import { afterAll, beforeAll, expect, test } from 'vitest';

import { openTestStorage, type TestStorage } from '../testing/open-test-storage.test.support.ts';
import { addTestApp } from '../testing/test-app.test.support.ts';

const HOUR_MS = 3_600_000;
let now = Date.UTC(2026, 8, 1, 12);
let storage: TestStorage;

beforeAll(async () => {
  storage = await openTestStorage({ now: () => now });
});
afterAll(() => storage.close());

type Reason = 'operator' | 'regular' | 'recent' | 'gap';

async function walk(appId: string, reason: Reason, { from = now - 2 * HOUR_MS, to = now } = {}) {
  const store = storage.reconciliationStore;
  (await store.addBackfill({ appId, reason, from, to }, null))._unsafeUnwrap();
  const held = (await store.takeBackfill(60_000))._unsafeUnwrap();
  if (held === null) throw new Error('there is no backfill to take');
  const failed = { kind: 'failed', error: 'dialpad-rejected', isUnverifiable: false } as const;
  const end = reason === 'gap' ? failed : ({ kind: 'done' } as const);
  (await store.endBackfill(held, end))._unsafeUnwrap();
  return held.id;
}

test('walks that nobody asked for are forgotten a week after their end, not what they found', async () => {
  const [appId, other] = [await addTestApp(storage), await addTestApp(storage)];
  const earlier = { to: now - HOUR_MS };
  const operator = await walk(appId, 'operator', earlier);
  const regular = await walk(appId, 'regular');
  const recent = await walk(appId, 'recent', earlier);
  const gap = await walk(appId, 'gap', earlier);
  const foreign = await walk(other, 'recent', earlier);
  await walk(other, 'regular');
  const { backfills, ledger, walkedUntil } = storage.reconciliationStore;
  const window = { from: 0, to: now };
  const hours = (await ledger(appId, window))._unsafeUnwrap();
  const ids = async (of: string) =>
    (await backfills(of, { limit: 20 }))._unsafeUnwrap().rows.map(({ id }) => id);

  now += 7 * 24 * HOUR_MS;
  const old = { from: 1, to: 2 };
  const next = await walk(appId, 'operator', old);
  expect(await ids(appId)).toEqual([next, gap, recent, regular, operator]);
  now += 1;
  const last = await walk(appId, 'operator', old);
  // What is left is what was asked for, and what tells up to when the list was walked.
  expect(await ids(appId)).toEqual([last, next, regular, operator]);
  expect(await ids(other)).toContain(foreign);
  expect((await walkedUntil(appId))._unsafeUnwrap()).toBe(window.to);
  expect((await ledger(appId, window))._unsafeUnwrap()).toEqual(hours);
  expect(hours?.map(({ standing }) => standing)).toEqual(['verified', 'verified']);
});
