import type { SubscriptionKind } from '../world.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Dialpad's waits before each retry after a 5xx, ms. */
export const RETRY_WAITS: Readonly<Record<SubscriptionKind, readonly number[]>> = {
  call: [2 * SECOND, 4 * SECOND, 8 * SECOND],
  sms: [
    30 * SECOND,
    ...[1, 2, 4, 8, 16, 32].map((minutes) => minutes * MINUTE),
    ...[60, 60, 60].map((minutes) => minutes * MINUTE),
  ],
  agent_status: [100, 200, 400, 800],
  contact: [100, 200, 400, 800],
  changelog: [100, 200, 400, 800],
};

/** More tries after one that got no answer at all; they follow at once. */
export const QUICK_RETRIES = 2;

export const DELIVERY_TIMEOUT_MS = 5 * SECOND;
