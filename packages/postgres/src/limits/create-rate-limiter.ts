import { createHash } from 'node:crypto';

import type { RateLimiter, RatePolicy, RateState } from '@dialpad-cti/core';
import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

import { attempt } from '../attempt.ts';
import { LIMITER_LIMITS } from '../connection/time-limits.ts';
import { withinDeadline } from '../connection/within-deadline.ts';

/** One count for all processes. A key that this one has seen used up costs no query. */
export function createPostgresRateLimiter(pool: Pool): RateLimiter {
  const limiters = new Map<string, RateLimiterPostgres>();

  function limiterOf({ name, quota, windowSeconds }: RatePolicy): RateLimiterPostgres {
    const id = JSON.stringify([name, quota, windowSeconds]);
    const known = limiters.get(id);
    if (known !== undefined) return known;
    const limiter = new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
      // One of them clears what is long over, for all.
      clearExpiredByTimeout: limiters.size === 0,
      keyPrefix: name,
      points: quota,
      duration: windowSeconds,
      inMemoryBlockOnConsumed: quota,
    });
    limiters.set(id, limiter);
    return limiter;
  }

  return {
    take: (policy, key) => attempt(() => take(limiterOf(policy), policy, digestOf(key))),
    peek: (policy, key) => attempt(() => peek(limiterOf(policy), policy, digestOf(key))),
  };
}

async function take(
  limiter: RateLimiterPostgres,
  policy: RatePolicy,
  key: string,
): Promise<RateState> {
  const taken = await withinDeadline(LIMITER_LIMITS.deadlineMs, consume(limiter, key));
  if (!isOfWrongClock(policy, taken.msBeforeNext)) return stateOf(policy, taken);
  await withinDeadline(LIMITER_LIMITS.deadlineMs, limiter.delete(key));
  return stateOf(policy, await withinDeadline(LIMITER_LIMITS.deadlineMs, consume(limiter, key)));
}

interface Taken {
  readonly isAllowed: boolean;
  readonly remaining: number;
  readonly msBeforeNext: number;
}

async function consume(limiter: RateLimiterPostgres, key: string): Promise<Taken> {
  try {
    const { remainingPoints: remaining, msBeforeNext } = await limiter.consume(key);
    return { isAllowed: true, remaining, msBeforeNext };
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) throw reason;
    return usedUp(reason.msBeforeNext);
  }
}

async function peek(
  limiter: RateLimiterPostgres,
  policy: RatePolicy,
  key: string,
): Promise<RateState> {
  const blockedMs = blockedFor(limiter, key);
  if (blockedMs > 0 && !isOfWrongClock(policy, blockedMs)) {
    return stateOf(policy, usedUp(blockedMs));
  }
  const found = await withinDeadline(LIMITER_LIMITS.deadlineMs, limiter.get(key));
  const isCounted = found !== null && !isOfWrongClock(policy, found.msBeforeNext);
  const { consumedPoints, msBeforeNext } = isCounted ? found : UNTOUCHED;
  if (consumedPoints >= policy.quota) return stateOf(policy, usedUp(msBeforeNext));
  const remaining = policy.quota - consumedPoints - 1;
  return stateOf(policy, { isAllowed: true, remaining, msBeforeNext });
}

const UNTOUCHED = { consumedPoints: 0, msBeforeNext: Number.POSITIVE_INFINITY };

/** The library has this method, and its types leave it out. */
function blockedFor(limiter: RateLimiterPostgres, key: string): number {
  const blocking = limiter as unknown as {
    getInMemoryBlockMsBeforeExpire(storedKey: string): number;
  };
  return blocking.getInMemoryBlockMsBeforeExpire(limiter.getKey(key));
}

function usedUp(msBeforeNext: number): Taken {
  return { isAllowed: false, remaining: 0, msBeforeNext };
}

/**
 * No two clocks that work differ by a window: one was far ahead when this one began. Left alone, it
 * would keep its caller out for as long as that.
 */
function isOfWrongClock({ windowSeconds }: RatePolicy, ms: number): boolean {
  return ms > 2 * windowSeconds * 1000;
}

function stateOf(policy: RatePolicy, { isAllowed, remaining, msBeforeNext }: Taken): RateState {
  return { isAllowed, remaining, resetMs: resetOf(policy, msBeforeNext) };
}

/** A window that has just ended, or was begun by a process whose clock is ahead, is still one. */
function resetOf({ windowSeconds }: RatePolicy, ms: number): number {
  return Math.min(Math.max(1, ms), windowSeconds * 1000);
}

/** Addresses and ids of keys need not stand in the table. */
function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
