import { expect, test } from 'vitest';

import { jsonText } from './json-text.ts';

test('a bigint of any length becomes a number literal, everywhere', () => {
  const text = jsonText({ id: 9007199254740993n, list: [-1n, { deep: 2n ** 70n }] });
  expect(text).toBe('{"id":9007199254740993,"list":[-1,{"deep":1180591620717411303424}]}');
});

test('everything else is as JSON.stringify writes it', () => {
  const value = { a: 'nul \u0000', b: '\uD800', c: [null, 1.5, true, ''], d: '12' };
  expect(jsonText(value)).toBe(JSON.stringify(value));
});
