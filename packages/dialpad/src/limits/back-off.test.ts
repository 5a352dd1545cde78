import fc from 'fast-check';
import { expect, test } from 'vitest';

import { backOff } from './back-off.ts';

test('doubles with each try, and is up to twice as long by chance', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), chance, (tries, random) => {
      const waitMs = backOff({ tries, firstWaitMs: 1_000, random });
      const least = 1_000 * 2 ** (tries - 1);
      expect(waitMs).toBeGreaterThanOrEqual(least);
      expect(waitMs).toBeLessThanOrEqual(2 * least);
    }),
  );
});
