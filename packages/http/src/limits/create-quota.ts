import type { RateLimiter, RatePolicy } from '@dialpad-cti/core';
import { err, ok, okAsync, type ResultAsync } from 'neverthrow';

import type { Exchange } from '../exchange.ts';
import type { QuotaExceeded } from '../http-fault.ts';
import { quotaHeaders } from './quota-headers.ts';
import { secondsUntil } from './seconds-until.ts';

interface Spending {
  readonly policy: RatePolicy;
  readonly key: string;
  /** `peek` spends nothing: it asks whether anything is left. */
  readonly how: 'take' | 'peek';
}

export type Quota = (exchange: Exchange, spending: Spending) => ResultAsync<null, QuotaExceeded>;

/** Lets pass what has quota left, and tells the caller how much. A limiter that fails stops nobody. */
export function createQuota(rateLimiter: RateLimiter): Quota {
  return (exchange, { policy, key, how }) =>
    rateLimiter[how](policy, key)
      .orElse(() => okAsync(null))
      .andThen((state) => {
        if (state === null) return ok(null);
        exchange.set({ ...quotaHeaders(policy, state) });
        return state.isAllowed
          ? ok(null)
          : err({
              kind: 'quota-exceeded' as const,
              policy: policy.name,
              retryAfterSeconds: secondsUntil(state),
            });
      });
}
