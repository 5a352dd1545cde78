import fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseJson } from './parse-json.ts';
import { sortedJson } from './sorted-json.ts';

test('members are sorted at every depth, lists and numbers are not touched', () => {
  const text = '{"b":[{"z":1,"y":9007199254740993}],"a":{"d":"9007199254740993","c":[3,1,2]}}';
  expect(sortedJson(parseJson(text)._unsafeUnwrap())._unsafeUnwrap()).toBe(
    '{"a":{"c":[3,1,2],"d":"9007199254740993"},"b":[{"y":9007199254740993,"z":1}]}',
  );
});

test('says the same, and does so whatever the order was', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const text = sortedJson(value)._unsafeUnwrap();
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(sortedJson(reversed)._unsafeUnwrap()).toBe(text);
    }),
  );
});

test('nesting that nobody could read is too deep, however deep it is', () => {
  const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
  expect(sortedJson(nested(64)).isOk()).toBe(true);
  for (const depth of [65, 1_000, 200_000]) {
    expect(sortedJson(nested(depth))._unsafeUnwrapErr()).toEqual({ kind: 'too-deep' });
  }
});
