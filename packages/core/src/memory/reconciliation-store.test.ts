import { describe, expect, test } from 'vitest';

import { answered } from '../testing/harness/answered.ts';
import { walk } from '../testing/harness/backfills-of.ts';
import { openApp } from '../testing/harness/open-app.ts';
import { openMemorySubject } from '../testing/memory-subject.ts';
import { reconciliationStoreLaws } from '../testing/reconciliation-store-laws.ts';
import { createMemoryStorage } from './storage.ts';

describe('the memory ReconciliationStore', () => {
  for (const { name, check } of reconciliationStoreLaws) {
    test(name, () => check(openMemorySubject));
  }

  test('walks that nobody asked for are forgotten a week after their end, not what they found', async () => {
    const HOUR_MS = 3_600_000;
    let now = Date.UTC(2026, 8, 1, 12);
    const storage = createMemoryStorage({ now: () => now });
    const { appId } = await openApp(storage);
    const add = (reason: 'operator' | 'regular' | 'recent', hours: number) =>
      walk(storage, appId, { reason, from: now - 2 * HOUR_MS, to: now - hours * HOUR_MS });
    await add('operator', 1);
    await add('regular', 0);
    await add('recent', 1);
    const { backfills, walkedUntil, ledger } = storage.reconciliationStore;
    const [recent, regular, operator] = (await answered(backfills(appId, { limit: 9 }))).rows;
    const walkedTo = await answered(walkedUntil(appId));
    const window = { from: 0, to: now };
    const hours = await answered(ledger(appId, window));

    now += 7 * 24 * HOUR_MS;
    await walk(storage, appId, { from: 1, to: 2 });
    expect((await answered(backfills(appId, { limit: 9 }))).rows).toHaveLength(4);
    now += 1;
    await walk(storage, appId, { from: 1, to: 2 });
    const left = (await answered(backfills(appId, { limit: 9 }))).rows.map(({ id }) => id);
    expect(left).not.toContain(recent?.id);
    expect(left).toContain(operator?.id);
    // The one that tells up to when the list was walked.
    expect(left).toContain(regular?.id);
    expect(await answered(walkedUntil(appId))).toBe(walkedTo);
    expect(await answered(ledger(appId, window))).toEqual(hours);
  });
});
