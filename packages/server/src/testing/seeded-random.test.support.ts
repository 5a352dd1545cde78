export interface SeededRandom {
  /** From 0 to below `limit`. */
  readonly below: (limit: number) => number;
  readonly shuffled: <Value>(values: readonly Value[]) => readonly Value[];
}

/** Mulberry32: the same numbers for the same seed. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    shuffled<Value>(values: readonly Value[]) {
      const keyed = values.map((value) => ({ value, key: next() }));
      return keyed.toSorted((left, right) => left.key - right.key).map(({ value }) => value);
    },
  };
}
