import fc from 'fast-check';
import { expect, test } from 'vitest';

import { bindToText, createSealingKey, type SealedPlace, seal, unseal } from './sealing.ts';

const [current, older] = ['current', 'older'].map((name) =>
  createSealingKey(`the ${name} key, of thirty-two characters or more`),
) as [ReturnType<typeof createSealingKey>, ReturnType<typeof createSealingKey>];
const REFUSED = / does not open: it was changed, or moved there$/;
const place: SealedPlace = { table: 'hooks', column: 'secret', appId: 'app', rowId: 'row' };

test('what was sealed opens in its place, in any script', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const wellFormed = text.toWellFormed();
      expect(unseal([current], place, seal([current], place, wellFormed))).toBe(wellFormed);
    }),
  );
});

test('the same text is never sealed the same way twice, and cannot be read', () => {
  const texts = [1, 2].map(() => Buffer.from(seal([current], place, 'secret words').bytes));
  expect(texts[0]).not.toEqual(texts[1]);
  expect(texts[0]?.includes('secret')).toBe(false);
});

test('a sealed value opens nowhere else', () => {
  const sealed = seal([current], place, 'secret words');
  const elsewhere = { table: 'keys', column: 'previous', appId: 'another', rowId: 'next' };
  for (const [name, value] of Object.entries(elsewhere)) {
    expect(() => unseal([current], { ...place, [name]: value }, sealed)).toThrow(REFUSED);
  }
});

test('what does not open is named by its place, without its row and its value', () => {
  const sealed = seal([current], place, 'secret words');
  const refusal = 'does not open: it was changed, or moved there';
  expect(() => unseal([current], { ...place, rowId: 'next' }, sealed)).toThrow(
    new Error(`hooks.secret of the app app ${refusal}`),
  );
  expect(() => unseal([current], { ...place, appId: '' }, sealed)).toThrow(
    new Error(`hooks.secret ${refusal}`),
  );
});

test('a sealed value with any bit changed does not open', () => {
  const sealed = seal([current], place, 'secret words');
  for (let bit = 0; bit < sealed.bytes.length * 8; bit += 1) {
    const bytes = Uint8Array.from(sealed.bytes);
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => unseal([current], place, { ...sealed, bytes })).toThrow(REFUSED);
  }
  for (const length of [0, 5, 20]) {
    const short = { ...sealed, bytes: sealed.bytes.subarray(0, length) };
    expect(() => unseal([current], place, short)).toThrow(REFUSED);
  }
});

test('an older key opens what it sealed; without it the error names the key and nothing more', () => {
  const sealed = seal([older, current], place, 'secret words');
  expect(sealed.keyId).toBe(older.keyId);
  expect(unseal([current, older], place, sealed)).toBe('secret words');
  expect(() => unseal([current], place, sealed)).toThrow(
    `the encryption key ${older.keyId} is not configured`,
  );
});

test('what is sealed with keys bound to a text opens with the same keys and text only', () => {
  const bound = bindToText([current, older], 'a text that nobody kept');
  const sealed = seal(bound, place, 'secret words');
  expect(unseal(bindToText([older, current], 'a text that nobody kept'), place, sealed)).toBe(
    'secret words',
  );
  expect(sealed.keyId).toBe(current.keyId);
  for (const text of ['', 'a text that nobody kept ', 'another']) {
    expect(() => unseal(bindToText([current], text), place, sealed)).toThrow(REFUSED);
  }
  expect(() => unseal([current], place, sealed)).toThrow(REFUSED);
  const others = [{ ...older, keyId: current.keyId }] as const;
  expect(() => unseal(bindToText(others, 'a text that nobody kept'), place, sealed)).toThrow(
    REFUSED,
  );
});
