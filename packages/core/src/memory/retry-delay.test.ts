import { expect, test } from 'vitest';

import { retryDelay } from './retry-delay.ts';

test('the first wait is a second, each next one twice as long, none over ten minutes', () => {
  const delays = [1, 2, 3, 10, 11, 12].map((failures) => retryDelay(failures, 0));
  expect(delays).toEqual([1_000, 2_000, 4_000, 512_000, 600_000, 600_000]);
});

test('chance takes off up to half', () => {
  expect(retryDelay(3, 0.5)).toBe(3_000);
  expect(retryDelay(3, 0.999_999)).toBe(2_000);
});
