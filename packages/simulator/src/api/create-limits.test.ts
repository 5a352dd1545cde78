import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createLimits } from './create-limits.ts';

/** Requests at these moments, ms after each other, to one endpoint; those that passed. */
function passing(gaps: readonly number[], perMinute: number | null, isOn = true): number[] {
  let now = 0;
  const limits = createLimits({ now: () => now, after: () => () => {} }, isOn);
  return gaps.flatMap((gap) => {
    now += gap;
    return limits('GET /api/v2/call/:id', perMinute) ? [now] : [];
  });
}

const mostWithin = (ms: number, times: readonly number[]): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + ms).length));

describe('limits', () => {
  test('let no more than twenty pass in any second, and no more than its own of an endpoint', () => {
    const gap = fc.oneof(
      { weight: 30, arbitrary: fc.integer({ min: 0, max: 60 }) },
      { weight: 1, arbitrary: fc.constant(900) },
    );
    const gaps = fc.array(gap, { minLength: 50, maxLength: 200 });
    fc.assert(
      fc.property(gaps, fc.constantFrom(null, 5, 25, 100), (all, perMinute) => {
        const passed = passing(all, perMinute);
        expect(mostWithin(1_000, passed)).toBeLessThanOrEqual(20);
        expect(mostWithin(60_000, passed)).toBeLessThanOrEqual(perMinute ?? all.length);
      }),
    );
  });

  test('refuse nothing that keeps them, and forget what is over', () => {
    const steady = Array.from({ length: 200 }, () => 50);
    expect(passing(steady, null)).toHaveLength(200);
    expect(passing([...Array(10).fill(0), 59_999, 0, 1], 10)).toEqual([
      ...Array(10).fill(0),
      60_000,
    ]);
  });

  test('hold for each endpoint alone, and not at all when they are off', () => {
    const limits = createLimits({ now: () => 0, after: () => () => {} }, true);
    expect(['a', 'a', 'b'].map((endpoint) => limits(endpoint, 1))).toEqual([true, false, true]);
    expect(passing(Array(100).fill(0), 1, false)).toHaveLength(100);
  });
});
