import { looseUtf8 } from './loose-utf8.test.support.ts';

const UNRESERVED = /[\w.~-]/;

/** As `encodeURIComponent`, but for any text. */
export function percentEncode(text: string): string {
  return Array.from(looseUtf8(text), (byte) => {
    const character = String.fromCharCode(byte);
    return UNRESERVED.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}
