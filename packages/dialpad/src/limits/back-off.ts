export interface BackOff {
  /** Tries so far. */
  readonly tries: number;
  readonly firstWaitMs: number;
  /** From 0, below 1. */
  readonly random: number;
}

/** Ms: from the first wait up to twice as long, and doubled with each try. */
export function backOff({ tries, firstWaitMs, random }: BackOff): number {
  return firstWaitMs * 2 ** (tries - 1) * (1 + random);
}
