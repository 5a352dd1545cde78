import { expect, test } from 'vitest';

import { cookieOf } from './cookie-of.ts';

const of = (cookie?: string) =>
  cookieOf({ headers: cookie === undefined ? {} : { cookie } }, 'name');

test.each([
  ['name=abc_-.9', 'abc_-.9'],
  ['other=1; name=abc; more=2', 'abc'],
  ['other=1;name=abc', 'abc'],
])('%j has it', (header, value) => {
  expect(of(header)).toBe(value);
});

test.each([
  undefined,
  '',
  'name',
  'name=',
  'name="abc"',
  'name=a b',
  'name=a%20b',
  'Name=abc',
  'xname=abc',
  'name=abc; name=abc',
  'name=abc; name=',
  `name=${'x'.repeat(257)}`,
])('%j has none', (header) => {
  expect(of(header)).toBeNull();
});
