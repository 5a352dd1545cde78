import { randomBytes } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { newApiKey, parseApiKey } from './api-key.ts';

/** Bytes that any generator might give; a slow counter on top lets the drawing always end. */
const randomness = (): fc.Arbitrary<(size: number) => Uint8Array> =>
  fc.infiniteStream(fc.nat({ max: 255 })).map((stream) => {
    let turn = 0;
    return (size) =>
      Uint8Array.from({ length: size }, () => (stream.next().value ?? 0) + (turn++ >> 6));
  });

describe('an API key', () => {
  test('has 66 ASCII characters of the published shape, and its id is read back', () => {
    fc.assert(
      fc.property(randomness(), (bytes) => {
        const { keyId, text } = newApiKey(bytes);
        expect(text).toMatch(/^raw_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
        expect(Buffer.byteLength(text)).toBe(66);
        expect(parseApiKey(text)).toBe(keyId);
      }),
    );
  });

  test('stays what it was: made once, read for ever', () => {
    const { text } = newApiKey((size) => new Uint8Array(size).fill(36));
    expect(text).toBe('raw_aaaaaaaaaaaa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0BfjHZ');
  });

  test('is another one each time', () => {
    const keys = Array.from({ length: 1_000 }, () => newApiKey(randomBytes));
    expect(new Set(keys.map(({ text }) => text)).size).toBe(1_000);
    expect(new Set(keys.map(({ keyId }) => keyId)).size).toBe(1_000);
  });

  test('is not read once any of its characters is another', () => {
    const { text } = newApiKey(randomBytes);
    for (let at = 0; at < text.length; at += 1) {
      for (const other of ['0', 'a', 'Z', '_', '-', ' ', 'а', '\u0000']) {
        if (text[at] === other) continue;
        expect(parseApiKey(text.slice(0, at) + other + text.slice(at + 1))).toBeNull();
      }
    }
  });

  test('is not read with anything missing, added or around it', () => {
    const { keyId, text } = newApiKey(randomBytes);
    const near = [
      '',
      keyId,
      text.slice(0, -1),
      text.slice(1),
      `${text}0`,
      ` ${text}`,
      `${text} `,
      `${text}\n`,
      `${text}\u0000`,
      `Bearer ${text}`,
      `${text},${text}`,
      text.repeat(250),
      text.toUpperCase(),
      text.toLowerCase(),
      `RAW_${text.slice(4)}`,
      '$2b$10$abcdefghijklmnopqrstuuN9qo8uLOickgx2ZMRZoMyeIjZAgcfl7',
      "' OR 1=1 --",
      '0'.repeat(66),
      `raw_${'0'.repeat(12)}_${'0'.repeat(49)}`,
    ];
    for (const other of near) expect(parseApiKey(other)).toBeNull();
  });

  test('no text makes the reading throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseApiKey(text)).toBeNull();
      }),
    );
  });
});
