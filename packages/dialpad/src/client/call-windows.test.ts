import fc from 'fast-check';
import { expect, test } from 'vitest';

import { callWindows } from './call-windows.ts';

const A_DAY = 86_400_000;
const NOW = Date.UTC(2026, 8, 1);
const time = fc.integer({ min: NOW - 2_000 * A_DAY, max: NOW });

test('the parts are the whole, the latest first, each shorter than Dialpad’s 30 days', () => {
  fc.assert(
    fc.property(time, time, (from, to) => {
      const parts = [...callWindows({ from, to }, NOW)];
      expect(parts.length > 0).toBe(from < to);
      expect(parts[0]?.to ?? to).toBe(to);
      expect(parts.at(-1)?.from ?? from).toBe(from);
      for (const [index, part] of parts.entries()) {
        expect(part.to - part.from).toBeGreaterThan(0);
        expect(part.to - part.from).toBeLessThan(30 * A_DAY);
        if (index > 0) expect(part.to).toBe(parts[index - 1]?.from);
      }
    }),
  );
});

test('nothing is asked before the epoch or after tomorrow', () => {
  const all = [
    ...callWindows({ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }, NOW),
  ];
  expect([all[0]?.to, all.at(-1)?.from]).toEqual([NOW + A_DAY, 0]);
  expect([...callWindows({ from: Number.NaN, to: Number.NaN }, NOW)]).toEqual([]);
});
