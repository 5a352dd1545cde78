import fc from 'fast-check';

const NOON = Date.UTC(2026, 8, 1, 12);

/** Epoch ms, whole seconds of one minute: often equal, so that ties are tried. */
export const moments: fc.Arbitrary<number> = fc.nat(60).map((second) => NOON + second * 1000);

/** Also fractions, and times that no event can have. */
export const oddMoments: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: moments },
  { weight: 1, arbitrary: moments.map((moment) => moment + 0.49) },
  { weight: 1, arbitrary: moments.map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(0, -5, null, '', 946684799999, 4102444800000, 1e300),
  },
);

/** Milliseconds as Dialpad counts them, with fractions. */
export const amounts: fc.Arbitrary<number> = fc.oneof(
  fc.nat(600_000),
  fc.double({ min: 0, max: 600_000, noNaN: true }),
);
