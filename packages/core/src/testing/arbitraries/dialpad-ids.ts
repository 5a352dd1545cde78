import fc from 'fast-check';

/** Ids as seen at Dialpad, 2^52 to 1.5 × 2^52, and some beyond what a number holds exactly. */
export const dialpadIds: fc.Arbitrary<bigint> = fc.oneof(
  { weight: 5, arbitrary: fc.bigInt(2n ** 52n, 3n * 2n ** 51n) },
  { weight: 2, arbitrary: fc.bigInt(2n ** 53n, 2n ** 63n) },
  { weight: 1, arbitrary: fc.bigInt(1n, 99n) },
);

/** The same id as a number or as a string. */
export function idForms(id: bigint): fc.Arbitrary<bigint | string> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(id) },
    { weight: 1, arbitrary: fc.constant(String(id)) },
  );
}

/** From a set so small that calls link to each other. */
export const linkedIds: fc.Arbitrary<bigint | string> = fc
  .constantFrom(4932532989665280n, 5003912301060096n, 9007199254740993n)
  .chain(idForms);
