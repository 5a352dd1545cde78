import type { RateLimiter, RatePolicy, RateState } from '../ports/rate-limiter.ts';
import { createLruCache, type LruCache } from '../use-cases/lru-cache.ts';
import { attempt } from './attempt.ts';

export interface MemoryRateLimiterDeps {
  /** Epoch ms. */
  readonly now: () => number;
}

/** Of each policy, so that a flood of keys under one makes no other forget. */
const MOST_KEYS = 10_000;

interface Window {
  readonly endsAt: number;
  readonly taken: number;
}

/** Counts in this process alone. */
export function createMemoryRateLimiter({ now }: MemoryRateLimiterDeps): RateLimiter {
  const policies = new Map<string, LruCache<Window>>();

  function windowsOf({ name }: RatePolicy): LruCache<Window> {
    const known = policies.get(name);
    if (known !== undefined) return known;
    const windows = createLruCache<Window>(MOST_KEYS);
    policies.set(name, windows);
    return windows;
  }

  return {
    take: (policy, key) =>
      attempt(() => {
        const windows = windowsOf(policy);
        const time = now();
        const window = afterTake(windows.get(key), policy, time);
        windows.set(key, window);
        return stateOf(window, policy, time);
      }),

    peek: (policy, key) =>
      attempt(() => {
        const time = now();
        return stateOf(afterTake(windowsOf(policy).get(key), policy, time), policy, time);
      }),
  };
}

function afterTake(
  window: Window | undefined,
  { windowSeconds }: RatePolicy,
  time: number,
): Window {
  const windowMs = windowSeconds * 1000;
  const leftMs = window === undefined ? 0 : window.endsAt - time;
  // One that would last longer than a window is from before the clock was set back.
  if (window === undefined || leftMs <= 0 || leftMs > windowMs) {
    return { endsAt: time + windowMs, taken: 1 };
  }
  return { ...window, taken: window.taken + 1 };
}

function stateOf({ endsAt, taken }: Window, { quota }: RatePolicy, time: number): RateState {
  return {
    isAllowed: taken <= quota,
    remaining: Math.max(0, quota - taken),
    resetMs: endsAt - time,
  };
}
