import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createWindow } from './create-window.ts';

const LIMIT = { count: 3, spanMs: 1_000 };

test('a place is free a span after its request has ended', () => {
  const window = createWindow(LIMIT);
  for (const _place of [1, 2, 3]) {
    expect(window.waitAt(0)).toBe(0);
    window.take();
  }
  expect(window.waitAt(5_000)).toBeNull();
  window.end(5_000);
  expect(window.waitAt(5_000)).toBe(1_000);
  expect(window.waitAt(5_999)).toBe(1);
  expect(window.waitAt(6_000)).toBe(0);
});

test('the other side never counts more, whenever it counts a request', () => {
  // Gaps before a request, how long it takes, and when within that the other side has it.
  const requests = fc.array(
    fc.record({
      gap: fc.nat(400),
      lasts: fc.nat(900),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(requests, (given) => {
      const window = createWindow(LIMIT);
      const underWay: number[] = [];
      const counted: number[] = [];
      let time = 0;
      for (const { gap, lasts, share } of given) {
        time += gap;
        for (;;) {
          for (const end of underWay.filter((at) => at <= time)) {
            window.end(end);
            underWay.splice(underWay.indexOf(end), 1);
          }
          const waitMs = window.waitAt(time);
          if (waitMs === 0) break;
          time = Math.min(...underWay, time + (waitMs ?? Number.POSITIVE_INFINITY));
        }
        window.take();
        underWay.push(time + lasts);
        counted.push(time + lasts * share);
      }
      counted.sort((one, other) => one - other);
      for (const [index, last] of counted.entries()) {
        const first = counted[index - LIMIT.count];
        if (first !== undefined) expect(last - first).toBeGreaterThanOrEqual(LIMIT.spanMs);
      }
    }),
  );
});
