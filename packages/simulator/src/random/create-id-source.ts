import type { Random } from './create-random.ts';

/** Who makes ids: each has a part of the range to itself, so that none disturbs another's. */
export type IdMaker = 'company' | 'api' | 'stories' | 'traffic';

/** Ids as Dialpad's are: of 16 digits, from 2^52 to 1.5·2^52, in no visible order, each once. */
export function createIdSource(random: Random, maker: IdMaker): () => number {
  const first = LOWEST + PART * PART_OF[maker];
  const fork = random.fork(`ids of ${maker}`);
  let place = BigInt(Math.floor(fork.next() * PART));
  // An odd step comes by each place of the part before it comes back.
  const step = BigInt(Math.floor(fork.next() * PART)) | 1n;
  return () => {
    place = (place + step) & (BigInt(PART) - 1n);
    return first + Number(place);
  };
}

const LOWEST = 2 ** 52;
const PART = 2 ** 48;
const PART_OF: Readonly<Record<IdMaker, number>> = { company: 0, api: 1, stories: 2, traffic: 3 };
