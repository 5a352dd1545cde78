const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 10 * 60 * 1000;

/**
 * 1 s after the first failure, then twice as long each time, up to 10 min. Up to
 * half of it is taken off at random, so that events that failed together do not
 * come back together.
 */
export function retryDelay(failures: number, random: number): number {
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
  return Math.round(delay * (1 - random / 2));
}
