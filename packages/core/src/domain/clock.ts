/**
 * When an event happened, as one integer: epoch milliseconds × 64 + the rank
 * of its state. Below 2^53 for every time until 2099, so exact as a number.
 */
export type Clock = number;

const RANK_BITS = 64;

export function clockOf(milliseconds: number, rank: number): Clock {
  return milliseconds * RANK_BITS + rank;
}

export function rankOfClock(clock: Clock): number {
  return clock % RANK_BITS;
}

export function millisecondsOfClock(clock: Clock): number {
  return Math.floor(clock / RANK_BITS);
}
