import { expect, test } from 'vitest';

import { createHourlyBudget } from './hourly-budget.ts';

test('gives each spender so many an hour and no more', () => {
  let time = 0;
  const takeOne = createHourlyBudget({ limit: 3, now: () => time });
  const take = (spender: string, count: number): readonly boolean[] =>
    Array.from({ length: count }, () => takeOne(spender));

  expect(take('a', 5)).toEqual([true, true, true, false, false]);
  expect(take('b', 1)).toEqual([true]);
  time = 3_599_999;
  expect(take('a', 1)).toEqual([false]);
  time = 3_600_000;
  expect(take('a', 4)).toEqual([true, true, true, false]);
  expect(take('b', 4)).toEqual([true, true, true, false]);
});
