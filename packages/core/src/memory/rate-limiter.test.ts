import { describe, expect, test } from 'vitest';

import type { RatePolicy } from '../ports/rate-limiter.ts';
import { rateLimiterLaws } from '../testing/rate-limiter-laws.ts';
import { createMemoryRateLimiter } from './rate-limiter.ts';

const POLICY: RatePolicy = { name: 'test', quota: 2, windowSeconds: 10 };

describe('the memory RateLimiter', () => {
  for (const { name, check } of rateLimiterLaws) {
    test(name, () => check(async () => createMemoryRateLimiter({ now: Date.now })));
  }
});

test('a window ends on time', async () => {
  let time = 5_000;
  const limiter = createMemoryRateLimiter({ now: () => time });
  await limiter.take(POLICY, 'key');
  await limiter.take(POLICY, 'key');
  time = 14_999;
  const last = (await limiter.take(POLICY, 'key'))._unsafeUnwrap();
  expect(last).toEqual({ isAllowed: false, remaining: 0, resetMs: 1 });
  time = 15_000;
  const fresh = (await limiter.take(POLICY, 'key'))._unsafeUnwrap();
  expect(fresh).toEqual({ isAllowed: true, remaining: 1, resetMs: 10_000 });
});

test('a clock that is set back begins a new window, and keeps nobody out for longer', async () => {
  let time = 1_000_000;
  const limiter = createMemoryRateLimiter({ now: () => time });
  await limiter.take(POLICY, 'key');
  time = 0;
  const state = (await limiter.take(POLICY, 'key'))._unsafeUnwrap();
  expect(state).toEqual({ isAllowed: true, remaining: 1, resetMs: 10_000 });
});

test('a flood of keys makes it forget those that came longest ago, and of its policy only', async () => {
  const limiter = createMemoryRateLimiter({ now: () => 0 });
  const other = { ...POLICY, name: 'other' };
  await limiter.take(other, 'first');
  await limiter.take(POLICY, 'first');
  for (let nth = 0; nth < 10_000; nth += 1) await limiter.take(POLICY, `flood ${nth}`);

  const remaining = async (policy: RatePolicy, key: string) =>
    (await limiter.peek(policy, key))._unsafeUnwrap().remaining;
  expect(await remaining(POLICY, 'flood 9999')).toBe(0);
  expect(await remaining(POLICY, 'first')).toBe(1);
  expect(await remaining(other, 'first')).toBe(0);
});
