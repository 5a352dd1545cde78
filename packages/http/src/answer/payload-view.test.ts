import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { payloadView } from './payload-view.ts';

/** As bytes, a half of a surrogate pair in it already replaced. */
const texts = fc.string({ unit: 'binary' }).map((text) => Uint8Array.from(Buffer.from(text)));

const bytesOf = ({ text, base64 }: ReturnType<typeof payloadView>): Buffer =>
  text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text);

describe('the view of a payload', () => {
  test('gives back every byte', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), texts), (given) => {
        const bytes = Buffer.from(given);
        const view = payloadView(bytes);
        expect(bytesOf(view).equals(bytes)).toBe(true);
        expect(Object.keys(view)).toHaveLength(1);
      }),
    );
  });

  test('is text for UTF-8, a byte order mark and all', () => {
    const text = '\uFEFF{"a":"\u0000ü😀"}';
    expect(payloadView(Buffer.from(text))).toEqual({ text });
    expect(payloadView(Uint8Array.of(0xff, 0x7b))).toEqual({ base64: '/3s=' });
  });
});
