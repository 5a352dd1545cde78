import fc from 'fast-check';
import { expect, test } from 'vitest';

import { memberNames } from './member-names.ts';

test('the names of any JSON object, as JSON.parse finds them', () => {
  const json = fc.tuple(
    fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
    fc.nat({ max: 3 }),
  );
  fc.assert(
    fc.property(json, ([object, indent]) => {
      const text = JSON.stringify(object, null, indent);
      expect([...memberNames(text)].sort()).toEqual(Object.keys(JSON.parse(text)).sort());
    }),
    { numRuns: 500 },
  );
});

test('a repeated name is told as often as it stands there, in whatever writing', () => {
  expect(memberNames('{"a":1,"\\u0061" : {"a":[]},"b":"a\\":","\\"":2}')).toEqual([
    'a',
    'a',
    'b',
    '"',
  ]);
});

test('a list has no names, whatever lies in it', () => {
  expect(memberNames('[{"a":1},"b"]')).toEqual([]);
});
