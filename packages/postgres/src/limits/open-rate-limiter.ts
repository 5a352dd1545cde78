import type { RateLimiter } from '@dialpad-cti/core';

import { type ConnectionPolicy, connectionSettings } from '../connection/connection-settings.ts';
import { openHotPool } from '../connection/open-hot-pool.ts';
import { LIMITER_LIMITS } from '../connection/time-limits.ts';
import { createPostgresRateLimiter } from './create-rate-limiter.ts';

export interface RateLimiterOptions extends ConnectionPolicy {
  readonly url: string;
  /** 4 when absent. */
  readonly connections?: number;
}

export interface OpenRateLimiter {
  readonly rateLimiter: RateLimiter;
  close(): Promise<void>;
}

/** On connections of its own, so that it waits for nothing else. Needs a migrated database. */
export function openPostgresRateLimiter(options: RateLimiterOptions): OpenRateLimiter {
  const pool = openHotPool(connectionSettings(options.url, options), {
    connections: options.connections ?? 4,
    limits: LIMITER_LIMITS,
    role: 'limiter',
  });
  return { rateLimiter: createPostgresRateLimiter(pool), close: () => pool.end() };
}
