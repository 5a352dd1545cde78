import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import fc from 'fast-check';

import type { RateLimiter, RatePolicy, RateState } from '../ports/rate-limiter.ts';
import { answered } from './harness/answered.ts';
import { checkProperty } from './harness/check-property.ts';
import { numbers } from './harness/payloads.ts';
import type { Law } from './law.ts';

/** Longer than any law takes. */
const LONG: RatePolicy = { name: 'long', quota: 7, windowSeconds: 600 };
const SHORT: RatePolicy = { name: 'short', quota: 3, windowSeconds: 1 };

/** All that the port `RateLimiter` promises. */
export const rateLimiterLaws: readonly Law<RateLimiter>[] = [
  {
    name: 'of many that come together exactly the quota is allowed',
    check: async (open) => {
      const limiter = await open();
      await checkProperty(fc.integer({ min: 1, max: 12 }), async (quota) => {
        const policy = { ...LONG, name: `quota-${quota}`, quota };
        const key = randomUUID();
        const states = await takeMany(quota + 9, () => limiter.take(policy, key));
        assert.equal(states.filter(({ isAllowed }) => isAllowed).length, quota);
      });
    },
  },
  {
    name: 'take says what is left, down to 0, and stays there',
    check: async (open) => {
      const limiter = await open();
      const seen: unknown[] = [];
      for (const _take of numbers(LONG.quota + 2)) {
        const { isAllowed, remaining } = await answered(limiter.take(LONG, 'key'));
        seen.push([isAllowed, remaining]);
      }
      const allowed = numbers(LONG.quota).map((nth) => [true, LONG.quota - nth]);
      assert.deepEqual(seen, [...allowed, [false, 0], [false, 0]]);
    },
  },
  {
    name: 'a window begins with the first that is taken, and no other moves its end',
    check: async (open) => {
      const limiter = await open();
      const first = await endOf(() => limiter.take(LONG, 'key'));
      await untilTime(Date.now() + 50 * TICK_MS);
      for (const _take of numbers(LONG.quota + 2)) {
        for (const operation of ['take', 'peek'] as const) {
          const { earliest, latest } = await endOf(() => limiter[operation](LONG, 'key'));
          assert.ok(earliest <= first.latest + TICK_MS && latest >= first.earliest - TICK_MS);
        }
      }
      assert.ok(first.latest >= first.askedAt + LONG.windowSeconds * 1000 - TICK_MS);
    },
  },
  {
    name: 'resetMs is above 0 and never more than the window',
    check: async (open) => {
      const limiter = await open();
      for (const policy of [LONG, SHORT]) {
        for (const _take of numbers(policy.quota + 2)) {
          for (const operation of ['peek', 'take'] as const) {
            const { resetMs } = await answered(limiter[operation](policy, 'key'));
            assert.ok(resetMs > 0 && resetMs <= policy.windowSeconds * 1000, `${resetMs} ms`);
          }
        }
      }
    },
  },
  {
    name: 'when the window is over the whole quota is there again',
    check: async (open) => {
      const limiter = await open();
      await takeMany(SHORT.quota + 5, () => limiter.take(SHORT, 'key'));
      await untilAllowed(limiter, SHORT, 'key');
      const { isAllowed, remaining } = await answered(limiter.take(SHORT, 'key'));
      assert.deepEqual({ isAllowed, remaining }, { isAllowed: true, remaining: SHORT.quota - 1 });
    },
  },
  {
    name: 'peek answers as take would, and takes nothing',
    check: async (open) => {
      const limiter = await open();
      for (const _take of numbers(LONG.quota + 2)) {
        const peeked = await answered(limiter.peek(LONG, 'key'));
        const peekedAgain = await answered(limiter.peek(LONG, 'key'));
        const taken = await answered(limiter.take(LONG, 'key'));
        for (const { isAllowed, remaining } of [peeked, peekedAgain]) {
          assert.deepEqual(
            { isAllowed, remaining },
            { isAllowed: taken.isAllowed, remaining: taken.remaining },
          );
        }
      }
    },
  },
  {
    name: 'policies keep their counts apart, and so do keys',
    check: async (open) => {
      const limiter = await open();
      const other = { ...LONG, name: 'other' };
      await takeMany(LONG.quota + 1, () => limiter.take(LONG, 'key'));
      const keys = ['', 'KEY', 'key ', ' key', 'key\u0000', 'long:key', 'é', 'k'.repeat(5_000)];
      for (const key of keys) {
        const { remaining } = await answered(limiter.take(LONG, key));
        assert.equal(remaining, LONG.quota - 1, key);
      }
      assert.equal((await answered(limiter.take(other, 'key'))).remaining, LONG.quota - 1);
      assert.equal((await answered(limiter.peek(LONG, 'key'))).isAllowed, false);
    },
  },
  {
    name: 'no method of RateLimiter throws or rejects, whatever it is given',
    check: async (open) => {
      const limiter = await open();
      const odd = ['', "'; --", 'nul \u0000', '\uD800', '__proto__', 'x'.repeat(5_000)];
      const sizes = [Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1.5, 1e300];
      const policies = [
        ...odd.map((name) => ({ ...LONG, name })),
        ...sizes.map((quota) => ({ ...LONG, name: 'odd-quota', quota })),
        ...sizes.map((windowSeconds) => ({ ...LONG, name: 'odd-window', windowSeconds })),
      ];
      for (const policy of policies) {
        for (const key of odd) {
          for (const operation of ['take', 'peek'] as const) {
            const answer: unknown = await limiter[operation](policy, key);
            assert.ok(typeof answer === 'object' && answer !== null && 'isOk' in answer);
          }
        }
      }
    },
  },
];

/** What two readings of one clock may differ by without time between them. */
const TICK_MS = 2;
const PATIENCE_MS = 20_000;

interface Span {
  readonly askedAt: number;
  readonly earliest: number;
  readonly latest: number;
}

/** Between which times the window ends, by an answer that took a while to come. */
async function endOf(ask: () => ReturnType<RateLimiter['take']>): Promise<Span> {
  const askedAt = Date.now();
  const { resetMs } = await answered(ask());
  return { askedAt, earliest: askedAt + resetMs, latest: Date.now() + resetMs };
}

function takeMany(
  times: number,
  take: () => ReturnType<RateLimiter['take']>,
): Promise<readonly RateState[]> {
  return Promise.all(numbers(times).map(() => answered(take())));
}

async function untilTime(time: number): Promise<void> {
  while (Date.now() < time) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function untilAllowed(limiter: RateLimiter, policy: RatePolicy, key: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await answered(limiter.peek(policy, key))).isAllowed) {
    assert.ok(Date.now() < deadline, 'the window ends');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
