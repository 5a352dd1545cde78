import fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseJson } from './parse-json.ts';

const read = (text: string) => JSON.stringify(parseJson(text)._unsafeUnwrap());

test('numbers that JavaScript cannot hold stay as they were written', () => {
  for (const text of [
    '9223372036854775807',
    '-9223372036854775808',
    '{"a":[9007199254740993,1,"9007199254740993"]}',
    '1e400',
    '12345678901234567890.5',
  ]) {
    expect(read(text)).toBe(text);
  }
  expect(parseJson('9007199254740991')._unsafeUnwrap()).toBe(Number.MAX_SAFE_INTEGER);
});

test('all else is as JSON.parse has it', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value: unknown = JSON.parse(text);
      fc.pre(!/\d{16}|\d[eE]/.test(text));
      expect(parseJson(text)._unsafeUnwrap()).toEqual(value);
    }),
  );
});

test('what is no JSON is an error that quotes nothing', () => {
  for (const text of ['', '{', '<p>Anna</p>', 'NaN', '['.repeat(500_000), '1234567890123456,']) {
    expect(parseJson(text)._unsafeUnwrapErr()).toEqual({ kind: 'not-json' });
  }
});
