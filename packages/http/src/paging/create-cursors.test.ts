import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createCursors } from './create-cursors.ts';

const cursors = createCursors(Buffer.alloc(32, 1));
const places = fc.record({
  value: fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant(null)),
  id: fc.uuid(),
});

describe('cursors', () => {
  test('open to the place that was sealed, in their own scope', () => {
    fc.assert(
      fc.property(fc.string(), places, (scope, place) => {
        expect(cursors.open(scope, cursors.seal(scope, place))).toEqual(place);
      }),
    );
  });

  test('open in no other scope and under no other key', () => {
    const other = createCursors(Buffer.alloc(32, 2));
    fc.assert(
      fc.property(fc.string(), fc.string(), places, (scope, elsewhere, place) => {
        fc.pre(scope !== elsewhere);
        const cursor = cursors.seal(scope, place);
        expect(cursors.open(elsewhere, cursor)).toBeNull();
        expect(other.open(scope, cursor)).toBeNull();
      }),
    );
  });

  test('open no longer when one character is changed, added or taken away', () => {
    const cursor = cursors.seal('scope', { value: '2026-09-01T12:00:00.000Z', id: 'a' });
    for (let nth = 0; nth < cursor.length; nth += 1) {
      const swapped = cursor[nth] === 'A' ? 'B' : 'A';
      const altered = cursor.slice(0, nth) + swapped + cursor.slice(nth + 1);
      expect(cursors.open('scope', altered)).toBeNull();
      expect(cursors.open('scope', cursor.slice(0, nth))).toBeNull();
    }
    expect(cursors.open('scope', `${cursor}=`)).toBeNull();
    expect(cursors.open('scope', `${cursor}AAAA`)).toBeNull();
  });

  test('that are any text at all do no harm', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cursors.open('scope', text)).toBeNull();
      }),
    );
  });
});
