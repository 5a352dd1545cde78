import type { RateLimiter } from '@dialpad-cti/core';
import { createMemoryRateLimiter } from '@dialpad-cti/core/memory';
import { openPostgresRateLimiter } from '@dialpad-cti/postgres';

import type { Config } from '../config/config.ts';
import type { Database } from '../storage/database.ts';

export interface SharedRateLimiter extends RateLimiter {
  readonly close: () => Promise<void>;
}

/** Counts in this process alone, or in the database for all that serve the same clients. */
export function openRateLimiter(
  { limitsStore, allowsUnverifiedDatabase }: Config,
  { url }: Database,
): SharedRateLimiter {
  if (limitsStore === 'postgres') {
    const opened = openPostgresRateLimiter({ url, allowUnverified: allowsUnverifiedDatabase });
    return { ...opened.rateLimiter, close: opened.close };
  }
  return { ...createMemoryRateLimiter({ now: Date.now }), close: async () => {} };
}
