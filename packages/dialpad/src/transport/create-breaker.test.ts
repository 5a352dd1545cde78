import { expect, test } from 'vitest';

import { createBreaker } from './create-breaker.ts';

function breakerOf() {
  const clock = { time: 0 };
  const breaker = createBreaker({ failuresInARow: 3, openMs: 100, elapsed: () => clock.time });
  const fail = (times: number) => {
    for (let nth = 0; nth < times; nth += 1) {
      breaker.enter();
      breaker.left(true);
    }
  };
  return { ...breaker, clock, fail };
}

test('opens after failures in a row, not after as many between successes', () => {
  const { enter, left, fail } = breakerOf();
  fail(2);
  left(false);
  fail(2);
  expect(enter()).toBe(true);
  left(true);
  expect(enter()).toBe(false);
});

test('lets one through after a while, and all when that went well', () => {
  const { enter, left, fail, clock } = breakerOf();
  fail(3);
  clock.time = 99;
  expect(enter()).toBe(false);
  clock.time = 100;
  expect([enter(), enter()]).toEqual([true, false]);
  left(false);
  expect([enter(), enter()]).toEqual([true, true]);
});

test('stays open when the one failed', () => {
  const { enter, left, fail, clock } = breakerOf();
  fail(3);
  clock.time = 100;
  enter();
  left(true);
  expect(enter()).toBe(false);
  clock.time = 200;
  expect(enter()).toBe(true);
});
