import { randomBytes } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { encodeBase62, randomBase62 } from './base62.ts';

/** Hands out every byte in turn. */
const evenBytes = () => {
  let next = 0;
  return (size: number): Uint8Array => Uint8Array.from({ length: size }, () => next++ & 0xff);
};

describe('randomBase62', () => {
  test('has the length that was asked for, whatever is thrown away', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), (length) => {
        expect(randomBase62(length, evenBytes())).toMatch(new RegExp(`^[0-9A-Za-z]{${length}}$`));
        expect(randomBase62(length, randomBytes)).toHaveLength(length);
      }),
    );
  });

  test('draws each character equally often from evenly spread bytes', () => {
    const counts = new Map<string, number>();
    for (const letter of randomBase62(62 * 40, evenBytes())) {
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    expect(counts.size).toBe(62);
    expect(new Set(counts.values())).toEqual(new Set([40]));
  });

  test('throws the uneven bytes away', () => {
    const bytes = [247, 248, 255, 0, 61, 62];
    expect(randomBase62(4, (size) => Uint8Array.from(bytes.splice(0, size)))).toBe('z0z0');
  });
});

test('encodeBase62 is injective, and pads with zeros', () => {
  expect(encodeBase62(0, 6)).toBe('000000');
  expect(encodeBase62(61, 2)).toBe('0z');
  expect(encodeBase62(62, 2)).toBe('10');
  expect(encodeBase62(0xffffffff, 6)).toBe('4gfFC3');
});
