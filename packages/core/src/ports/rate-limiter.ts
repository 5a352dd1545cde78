import type { ResultAsync } from 'neverthrow';

import type { StoreError } from './store-error.ts';

/** Counts what is asked for, in windows of time, for each caller on its own. */
export interface RateLimiter {
  /**
   * Takes one of what `key` has under `policy`. Of many that come together exactly `quota` are
   * allowed until the window ends; it begins with the first of them. Names of policies keep their
   * counts apart, and so do keys.
   */
  take(policy: RatePolicy, key: string): ResultAsync<RateState, StoreError>;

  /** The same answer as `take` would give, without taking. */
  peek(policy: RatePolicy, key: string): ResultAsync<RateState, StoreError>;
}

export interface RatePolicy {
  /** An identifier, e.g. `app`. */
  readonly name: string;
  /** At least 1. */
  readonly quota: number;
  readonly windowSeconds: number;
}

export interface RateState {
  readonly isAllowed: boolean;
  /** What is left in this window, 0 or more. */
  readonly remaining: number;
  /** Until the window ends, in ms; above 0, and never more than the window. */
  readonly resetMs: number;
}
