import { expect, test } from 'vitest';

import { retryAfter } from './retry-after.ts';

const NOW = Date.UTC(2026, 8, 1, 12);

test.each([
  [null, null],
  ['', null],
  ['soon', null],
  ['0', 0],
  ['7', 7_000],
  ['1.5', 1_500],
  [new Date(NOW + 30_000).toUTCString(), 30_000],
  [new Date(NOW - 30_000).toUTCString(), 0],
  ['999999999', 3_600_000],
])('%s is %s ms', (header, waitMs) => {
  expect(retryAfter(header, NOW)).toBe(waitMs);
});
