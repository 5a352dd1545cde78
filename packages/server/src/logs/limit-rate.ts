export interface RateLimitDeps {
  readonly perSecond: number;
  /** Epoch ms. */
  readonly now: () => number;
}

/** How many were left out since the last one that passed; null when this one is left out. */
export type TakeTurn = () => number | null;

/** Lets so many pass in each second of the clock. */
export function limitRate({ perSecond, now }: RateLimitDeps): TakeTurn {
  let second = Number.NaN;
  let passed = 0;
  let leftOut = 0;

  return () => {
    const current = Math.floor(now() / 1000);
    if (current !== second) {
      second = current;
      passed = 0;
    }
    if (passed >= perSecond) {
      leftOut += 1;
      return null;
    }
    passed += 1;
    const missed = leftOut;
    leftOut = 0;
    return missed;
  };
}
