import fc from 'fast-check';
import { expect, test } from 'vitest';

import { type BackfillSituation, planBackfills } from './plan-backfills.ts';

const NOW = Date.UTC(2026, 8, 1, 12);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const running: BackfillSituation = {
  appId: 'an app',
  now: NOW,
  walkedUntil: NOW - MINUTE_MS,
  lastRegularAt: NOW,
  lastRecentAt: NOW,
  gapSince: null,
};

test('nothing is due while all was asked for just now', () => {
  expect(planBackfills(running)).toEqual([]);
});

test('at the start all since two hours before the last walk, at most 30 days', () => {
  const asked = { lastRegularAt: null, lastRecentAt: null };
  for (const [walkedUntil, from] of [
    [null, NOW - 2 * HOUR_MS],
    [NOW - DAY_MS, NOW - DAY_MS - 2 * HOUR_MS],
    [NOW - 40 * DAY_MS, NOW - 30 * DAY_MS],
    [NOW + DAY_MS, NOW - 2 * HOUR_MS],
  ] as const) {
    expect(planBackfills({ ...running, ...asked, walkedUntil })).toEqual([
      { appId: 'an app', reason: 'start', from, to: NOW },
    ]);
  }
});

test('a gap from five minutes before it, also at the start', () => {
  const gap = { appId: 'an app', reason: 'gap', from: NOW - 25 * MINUTE_MS, to: NOW };
  const gapSince = NOW - 20 * MINUTE_MS;
  expect(planBackfills({ ...running, gapSince })).toEqual([gap]);
  const started = { ...running, gapSince, lastRegularAt: null, lastRecentAt: null };
  expect(planBackfills(started)).toContainEqual(gap);
});

test('every two minutes the last ten, every four minutes the two hours before the last walk too', () => {
  const recent = { appId: 'an app', reason: 'recent', from: NOW - 10 * MINUTE_MS, to: NOW };
  const from = NOW - MINUTE_MS - 2 * HOUR_MS;
  const regular = { appId: 'an app', reason: 'regular', from, to: NOW };
  const { lastRecentAt, lastRegularAt } = {
    lastRecentAt: NOW - 2 * MINUTE_MS,
    lastRegularAt: NOW - 4 * MINUTE_MS,
  };
  expect(planBackfills({ ...running, lastRecentAt })).toEqual([recent]);
  expect(planBackfills({ ...running, lastRecentAt: lastRecentAt + 1 })).toEqual([]);
  expect(planBackfills({ ...running, lastRegularAt })).toEqual([regular]);
  expect(planBackfills({ ...running, lastRegularAt: lastRegularAt + 1 })).toEqual([]);
  expect(planBackfills({ ...running, lastRecentAt, lastRegularAt })).toEqual([recent, regular]);
});

test('what nobody could walk over for long is walked over without another start', () => {
  for (const [walkedUntil, from] of [
    [NOW - 5 * HOUR_MS, NOW - 7 * HOUR_MS],
    [NOW - 40 * DAY_MS, NOW - 30 * DAY_MS],
    [null, NOW - 2 * HOUR_MS],
  ] as const) {
    const situation = { ...running, walkedUntil, lastRegularAt: NOW - 4 * MINUTE_MS };
    expect(planBackfills(situation)).toEqual([
      { appId: 'an app', reason: 'regular', from, to: NOW },
    ]);
  }
});

const time = () => fc.integer({ min: NOW - 90 * DAY_MS, max: NOW + DAY_MS });
const timeOrNull = () => fc.option(time());

test('every window ends now, begins before, and is at most 30 days long; no reason comes twice', () => {
  const situations = fc.record({
    appId: fc.constant('an app'),
    now: fc.constant(NOW),
    walkedUntil: timeOrNull(),
    lastRegularAt: timeOrNull(),
    lastRecentAt: timeOrNull(),
    gapSince: timeOrNull(),
  });
  fc.assert(
    fc.property(situations, (situation) => {
      const planned = planBackfills(situation);
      for (const { from, to } of planned) {
        expect(to).toBe(NOW);
        expect(from).toBeLessThan(to);
        expect(to - from).toBeLessThanOrEqual(30 * DAY_MS);
      }
      const reasons = planned.map(({ reason }) => reason);
      expect(new Set(reasons).size).toBe(reasons.length);
    }),
  );
});

test('whenever it is asked, each moment is walked twice within the hour, and a downtime by the start', () => {
  const pauses = fc.array(fc.integer({ min: 1_000, max: 4 * MINUTE_MS }), { minLength: 60 });
  fc.assert(
    fc.property(pauses, fc.integer({ min: 0, max: 29 * DAY_MS }), (steps, downMs) => {
      const walkedUntil = NOW - downMs;
      let situation: BackfillSituation = {
        ...running,
        walkedUntil,
        lastRegularAt: null,
        lastRecentAt: null,
      };
      const windows: { readonly from: number; readonly to: number }[] = [];
      let now = NOW;
      for (const pause of steps) {
        const planned = planBackfills({ ...situation, now });
        windows.push(...planned);
        const has = (...reasons: readonly string[]): boolean =>
          planned.some(({ reason }) => reasons.includes(reason));
        if (has('start', 'regular')) situation = { ...situation, lastRegularAt: now };
        if (has('start', 'recent')) situation = { ...situation, lastRecentAt: now };
        now += pause;
      }
      const covers = (at: number): number =>
        windows.filter(({ from, to }) => at >= from && at < to).length;
      expect(covers(walkedUntil - HOUR_MS)).toBeGreaterThanOrEqual(1);
      // Walks that are still to come count for the last hour only.
      for (let at = NOW; at < now - HOUR_MS; at += MINUTE_MS) {
        expect(covers(at)).toBeGreaterThanOrEqual(2);
      }
    }),
    { numRuns: 50 },
  );
});
