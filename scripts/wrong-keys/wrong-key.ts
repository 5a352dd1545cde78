import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 12;
const SECRET_LENGTH = 43;
const CHECK_LENGTH = 6;

/** Whole, with the check digits that belong to it, and nobody's: of this id, or of one that is none. */
export function wrongKey(keyId: string = randomDigits(ID_LENGTH)): string {
  const body = `raw_${keyId}_${randomDigits(SECRET_LENGTH)}`;
  return body + base62(crc32(body));
}

const randomDigits = (length: number): string =>
  Array.from({ length }, () => DIGITS[randomInt(DIGITS.length)]).join('');

function base62(value: number): string {
  let rest = value;
  let text = '';
  for (let place = 0; place < CHECK_LENGTH; place += 1) {
    text = `${DIGITS[rest % DIGITS.length]}${text}`;
    rest = Math.floor(rest / DIGITS.length);
  }
  return text;
}
