import fc from 'fast-check';
import { expect, test } from 'vitest';

import { shuffledAndRepeated, splits } from './deliveries.ts';

const given = fc.uniqueArray(fc.nat(), { maxLength: 12 });

test('each delivery comes, and nothing that was not sent', () => {
  const both = given.chain((sent) => fc.tuple(fc.constant(sent), shuffledAndRepeated(sent)));
  fc.assert(
    fc.property(both, ([sent, delivered]) => {
      expect(new Set(delivered)).toEqual(new Set(sent));
    }),
  );
});

test('batches put together again are what was split, and none is empty', () => {
  const both = given.chain((sent) => fc.tuple(fc.constant(sent), splits(sent)));
  fc.assert(
    fc.property(both, ([sent, batches]) => {
      expect(batches.flat()).toEqual(sent);
      expect(batches.every((batch) => batch.length > 0)).toBe(true);
    }),
  );
});
