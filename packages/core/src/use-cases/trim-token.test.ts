import fc from 'fast-check';
import { expect, test } from 'vitest';

import { trimToken } from './trim-token.ts';

const trim = (text: string): string => Buffer.from(trimToken(Buffer.from(text))).toString();

test('takes blanks, tabs and line ends away from both ends and from nowhere else', () => {
  expect(trim(' \t\r\na.b c\r\nd.e\r\n\t ')).toBe('a.b c\r\nd.e');
  expect(trim('a.b.c')).toBe('a.b.c');
  expect(trim(' \r\n')).toBe('');
  expect(trim('')).toBe('');
});

test('leaves every other byte, other white space too', () => {
  for (const kept of ['\u000b', '\u00a0', '\ufeff', '\u2028', '\u0000']) {
    expect(trim(`${kept}a${kept}`)).toBe(`${kept}a${kept}`);
  }
});

test('trimming again changes nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (body) => {
      const once = trimToken(body);
      expect(trimToken(once)).toEqual(once);
    }),
  );
});
