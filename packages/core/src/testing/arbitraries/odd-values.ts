import fc from 'fast-check';

/** What Dialpad sends where it knows nothing, and what nobody expects. */
export const oddValues: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  null,
  '',
  0,
  [],
  {},
  false,
  true,
  -1,
  1.5,
  1e300,
  '0',
  ' ',
  'nul \u0000 inside',
  'lone \uD800 surrogate',
  '\uDC00',
  'x'.repeat(80),
  [null],
  [[]],
  { id: null },
  { id: 0, type: '', name: [] },
);

/** Mostly what belongs there. */
export function mostly<Value>(plausible: fc.Arbitrary<Value>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 8, arbitrary: plausible }, { weight: 1, arbitrary: oddValues });
}
