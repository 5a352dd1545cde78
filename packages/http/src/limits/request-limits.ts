import type { RatePolicy } from '@dialpad-cti/core';

/** How many requests who may make. The webhook routes have none: an event is never answered 429. */
export interface RequestLimits {
  /** Of each API key. */
  readonly app: RatePolicy;
  /** Of an operator's secret, which all operators share. */
  readonly operator: RatePolicy;
  /** Refused API keys of one address. A key that is right is not held up by them. */
  readonly keyFailures: RatePolicy;
  /** Refused operator secrets of one address: beyond them no secret from there is looked at. */
  readonly operatorFailures: RatePolicy;
}

export const DEFAULT_LIMITS: RequestLimits = {
  app: { name: 'app', quota: 1_200, windowSeconds: 60 },
  operator: { name: 'operator', quota: 600, windowSeconds: 60 },
  keyFailures: { name: 'key-failures', quota: 60, windowSeconds: 60 },
  operatorFailures: { name: 'operator-failures', quota: 20, windowSeconds: 60 },
};
