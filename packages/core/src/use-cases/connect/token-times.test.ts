import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { isDueAt, isValidAt } from './token-times.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const given = (life: number) => ({ obtainedAt: 1_000, expiresAt: 1_000 + life });
const jitters = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const lives = fc.integer({ min: 0, max: 100 * HOUR_MS });

describe('isDueAt', () => {
  test('from 80 % of a life, or a little earlier by the jitter', () => {
    const life = given(10 * HOUR_MS);
    expect(isDueAt(life, 1_000 + 8 * HOUR_MS - 1, 0)).toBe(false);
    expect(isDueAt(life, 1_000 + 8 * HOUR_MS, 0)).toBe(true);
    expect(isDueAt(life, 1_000 + 7.5 * HOUR_MS - 1, 0.999)).toBe(false);
    expect(isDueAt(life, 1_000 + 7.6 * HOUR_MS, 0.999)).toBe(true);
  });

  test('from 5 minutes before the end of a life in which that is sooner', () => {
    const life = given(20 * MINUTE_MS);
    expect(isDueAt(life, 1_000 + 15 * MINUTE_MS - 1, 0)).toBe(false);
    expect(isDueAt(life, 1_000 + 15 * MINUTE_MS, 0)).toBe(true);
  });

  test('never in the first half, always in the last fifth, whatever the life', () => {
    fc.assert(
      fc.property(
        lives,
        jitters,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (life, jitter, at) => {
          const isDue = isDueAt(given(life), 1_000 + life * at, jitter);
          if (life > 0 && at < 0.499) expect(isDue).toBe(false);
          if (at > 0.801) expect(isDue).toBe(true);
        },
      ),
    );
  });

  test('not at all when the token does not expire', () => {
    const forever = { obtainedAt: 0, expiresAt: null };
    expect(isDueAt(forever, Number.MAX_SAFE_INTEGER, 0)).toBe(false);
    expect(isValidAt(forever, Number.MAX_SAFE_INTEGER)).toBe(true);
  });
});

test('isValidAt until the very end', () => {
  expect(isValidAt({ expiresAt: 5 }, 4)).toBe(true);
  expect(isValidAt({ expiresAt: 5 }, 5)).toBe(false);
});
