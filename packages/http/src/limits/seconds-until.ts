import type { RateState } from '@dialpad-cti/core';

/** Rounded up: who waits so long is not too early. */
export const secondsUntil = ({ resetMs }: RateState): number => Math.ceil(resetMs / 1000);
