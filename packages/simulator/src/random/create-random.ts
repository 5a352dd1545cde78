import { createHash } from 'node:crypto';

export interface Random {
  /** From 0 to below 1. */
  readonly next: () => number;
  /** A whole number from 0 to below `limit`. */
  readonly below: (limit: number) => number;
  readonly shuffled: <Value>(values: readonly Value[]) => readonly Value[];
  /** A stream of its own: the same for the same name, whatever was drawn from this one. */
  readonly fork: (name: string) => Random;
}

/** The same numbers for the same seed. */
export function createRandom(seed: number | string): Random {
  const next = smallFastCounter(createHash('sha256').update(String(seed)).digest());
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    shuffled<Value>(values: readonly Value[]) {
      const keyed = values.map((value) => ({ value, key: next() }));
      return keyed.toSorted((left, right) => left.key - right.key).map(({ value }) => value);
    },
    fork: (name) => createRandom(`${seed}/${name}`),
  };
}

/** Chris Doty-Humphrey's sfc32. */
function smallFastCounter(seed: Buffer): () => number {
  let [a, b, c] = [seed.readInt32LE(0), seed.readInt32LE(4), seed.readInt32LE(8)];
  let counter = 1;
  return () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
}
