import { createHmac } from 'node:crypto';

import { expect, test } from 'vitest';

import { createPepper, keyDigest } from './pepper.ts';

test('the digest is HMAC-SHA-256 of the whole key under the pepper', () => {
  const expected = createHmac('sha256', 'pépper').update('raw_key').digest();
  expect([...keyDigest('raw_key', createPepper('pépper'))]).toEqual([...expected]);
});

test('a pepper has a name of its own that stays the same and does not show it', () => {
  const { pepperId } = createPepper('one pepper');
  expect(pepperId).toMatch(/^[0-9a-f]{8}$/);
  expect(createPepper('one pepper').pepperId).toBe(pepperId);
  expect(createPepper('other pepper').pepperId).not.toBe(pepperId);
});
