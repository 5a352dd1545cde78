import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createIdSource, type IdMaker } from './create-id-source.ts';
import { createRandom } from './create-random.ts';
import { createTokenSource } from './create-token-source.ts';

const ID_MAKERS: readonly IdMaker[] = ['company', 'api', 'stories', 'traffic'];

const take = <Value>(count: number, next: () => Value) => Array.from({ length: count }, next);

describe('random numbers', () => {
  test('are the same for the same seed, and others for another', () => {
    expect(take(20, createRandom(5).next)).toEqual(take(20, createRandom(5).next));
    expect(take(20, createRandom(5).next)).not.toEqual(take(20, createRandom(6).next));
  });

  test('lie where they should, and everywhere there', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 12 }), (seed, limit) => {
        const random = createRandom(seed);
        const seen = new Set(take(400, () => random.below(limit)));
        expect(seen).toEqual(new Set(take(limit, Number).map((_, number) => number)));
      }),
      { numRuns: 30 },
    );
  });

  test('of a fork do not depend on what else is drawn', () => {
    const [one, other] = [createRandom(1), createRandom(1)];
    take(100, one.next);
    take(3, one.fork('b').next);
    expect(take(9, one.fork('a').next)).toEqual(take(9, other.fork('a').next));
    expect(take(9, one.fork('a').next)).not.toEqual(take(9, one.fork('b').next));
  });

  test('shuffle without losing any', () => {
    const values = take(50, Number).map((_, number) => number);
    const shuffled = createRandom(1).shuffled(values);
    expect(shuffled).not.toEqual(values);
    expect(shuffled.toSorted((left, right) => left - right)).toEqual(values);
  });
});

describe('ids', () => {
  test("are of Dialpad's range, each once, whoever makes them", () => {
    const random = createRandom(3);
    const ids = ID_MAKERS.flatMap((maker) => take(20_000, createIdSource(random, maker)));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      if (!(id >= 2 ** 52 && id < 1.5 * 2 ** 52 && /^\d{16}$/.test(String(id)))) {
        expect.fail(`${id} lies elsewhere`);
      }
    }
  });

  test('of each maker lie in a part of the range of their own', () => {
    const partsOf = (seed: number) =>
      ID_MAKERS.map((maker) => {
        const ids = take(1000, createIdSource(createRandom(seed), maker));
        return [...new Set(ids.map((id) => Math.floor((id - 2 ** 52) / 2 ** 48)))];
      });
    for (let seed = 0; seed < 20; seed += 1) expect(partsOf(seed)).toEqual([[0], [1], [2], [3]]);
  });

  test('are the same for the same seed', () => {
    const idsOf = (seed: number) => take(5, createIdSource(createRandom(seed), 'stories'));
    expect(idsOf(3)).toEqual(idsOf(3));
    expect(idsOf(3)).not.toEqual(idsOf(4));
  });
});

test('tokens are letters and digits, each once, and the same for the same seed', () => {
  const tokens = take(1000, createTokenSource(createRandom(3)));
  expect(new Set(tokens).size).toBe(1000);
  expect(tokens.every((token) => /^[A-Za-z0-9]{43}$/.test(token))).toBe(true);
  expect(take(1000, createTokenSource(createRandom(3)))).toEqual(tokens);
});
