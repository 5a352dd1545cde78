/** Ids of 16 digits, as Dialpad's: new ones at each start, one after the other. */
export function newDialpadIds(now: number): () => number {
  let last = 5_000_000_000_000_000 + (now % 1_000_000_000_000) * 1000;
  return () => {
    last += 1;
    return last;
  };
}
