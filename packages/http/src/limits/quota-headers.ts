import type { RatePolicy, RateState } from '@dialpad-cti/core';

import { secondsUntil } from './seconds-until.ts';

/** As structured fields: what is allowed, and what is left of it. */
export function quotaHeaders(
  { name, quota, windowSeconds }: RatePolicy,
  state: RateState,
): Readonly<Record<string, string>> {
  return {
    'RateLimit-Policy': `"${name}";q=${quota};w=${windowSeconds}`,
    RateLimit: `"${name}";r=${state.remaining};t=${secondsUntil(state)}`,
  };
}
