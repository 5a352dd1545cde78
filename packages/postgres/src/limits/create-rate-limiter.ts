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
  try {
    const taken = await withinDeadline(LIMITER_LIMITS.deadlineMs, limiter.consume(key));
    const { remainingPoints: remaining, msBeforeNext } = taken;
    return { isAllowed: true, remaining, resetMs: resetOf(policy, msBeforeNext) };
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) throw reason;
    return usedUp(policy, reason.msBeforeNext);
  }
}

async function peek(
  limiter: RateLimiterPostgres,
  policy: RatePolicy,
  key: string,
): Promise<RateState> {
  const blockedMs = blockedFor(limiter, key);
  if (blockedMs > 0) return usedUp(policy, blockedMs);
  const found = await withinDeadline(LIMITER_LIMITS.deadlineMs, limiter.get(key));
  const { consumedPoints, msBeforeNext } = found ?? UNTOUCHED;
  if (consumedPoints >= policy.quota) return usedUp(policy, msBeforeNext);
  return {
    isAllowed: true,
    remaining: policy.quota - consumedPoints - 1,
    resetMs: resetOf(policy, msBeforeNext),
  };
}

const UNTOUCHED = { consumedPoints: 0, msBeforeNext: Number.POSITIVE_INFINITY };

/** The library has this method, and its types leave it out. */
function blockedFor(limiter: RateLimiterPostgres, key: string): number {
  const blocking = limiter as unknown as {
    getInMemoryBlockMsBeforeExpire(storedKey: string): number;
  };
  return blocking.getInMemoryBlockMsBeforeExpire(limiter.getKey(key));
}

function usedUp(policy: RatePolicy, msBeforeNext: number): RateState {
  return { isAllowed: false, remaining: 0, resetMs: resetOf(policy, msBeforeNext) };
}

/** A window that has just ended, or was begun by a process whose clock is ahead, is still one. */
function resetOf({ windowSeconds }: RatePolicy, ms: number): number {
  return Math.min(Math.max(1, ms), windowSeconds * 1000);
}

/** Addresses and ids of keys need not stand in the table. */
function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
