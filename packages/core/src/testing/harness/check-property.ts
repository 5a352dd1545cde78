import fc from 'fast-check';

/**
 * Runs a property of a storage a few times. A failure is reported at once, as it
 * came: shrinking would repeat slow work, and a race would not repeat.
 */
export function checkProperty<Given>(
  given: fc.Arbitrary<Given>,
  check: (given: Given) => Promise<void>,
  numRuns = 15,
): Promise<void> {
  return fc.assert(fc.asyncProperty(given, check), { numRuns, endOnFailure: true });
}
