import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

import { newApiKey } from '@dialpad-cti/core';

import { looseUtf8 } from './loose-utf8.test.support.ts';

export interface GivenKey {
  /** A key that opens. */
  readonly apiKey: string;
  /** A key of another app that opens. */
  readonly otherKey: string;
  /** What is kept of the first one. */
  readonly hash: string;
  readonly digest: Uint8Array;
  readonly pepperId: string;
}

export type WrongKeys = Readonly<Record<string, string>>;

/** What is no key, though much of it has a key in it, by what is wrong; bytes as latin1. */
export function wrongKeys({ apiKey, otherKey, hash, digest, pepperId }: GivenKey): WrongKeys {
  const id = apiKey.slice(0, ID_END);
  const secret = apiKey.slice(ID_END, -CHECK_LENGTH);
  const body = apiKey.slice(0, -CHECK_LENGTH);
  const otherSecret = otherKey.slice(ID_END, -CHECK_LENGTH);
  const unknown = newApiKey(randomBytes).text;
  const bytes = Buffer.from(digest);
  const wide = (text: string) => looseUtf8(text).toString('latin1');
  return {
    'the stored hash': hash,
    'the stored hash behind the id': id + hash,
    'the stored digest in hex': bytes.toString('hex'),
    'the stored digest in base64url': bytes.toString('base64url'),
    'the stored digest as the secret': checked(id + bytes.toString('hex').slice(0, 43)),
    'the id of the pepper': pepperId,
    'the id alone': id.slice(4, -1),
    'prefix and id': id,
    'the secret alone': secret,
    'the prefix alone': 'raw_',
    "another key's secret": checked(id + otherSecret),
    "another key's id": checked(otherKey.slice(0, ID_END) + secret),
    'an id that nobody has': checked(unknown.slice(0, ID_END) + secret),
    'a key that nobody has': unknown,
    'one character of the secret': checked(body.slice(0, -1) + otherLetter(body.slice(-1))),
    'the case of one letter': checked(`${id}${swapCase(secret)}`),
    'a secret of zeros': checked(id + '0'.repeat(43)),
    'nothing but zeros': checked(`raw_${'0'.repeat(12)}_${'0'.repeat(43)}`),
    'bad check digits': `${body}${otherLetter(apiKey.slice(-CHECK_LENGTH, -5))}${apiKey.slice(-5)}`,
    'check digits of zeros': `${body}000000`,
    "another key's check digits": body + otherKey.slice(-CHECK_LENGTH),
    'no check digits': body,
    'check digits twice': apiKey + apiKey.slice(-CHECK_LENGTH),
    'one character less': apiKey.slice(0, -1),
    'one character less in front': apiKey.slice(1),
    'one character more': `${apiKey}0`,
    'one character more in front': `0${apiKey}`,
    // bcrypt reads 72 bytes: with it alone, these three would be one key.
    '72 bytes': apiKey.padEnd(72, '0'),
    '72 equal bytes and a tail': `${apiKey.padEnd(72, '0')}a`,
    '72 equal bytes and another tail': `${apiKey.padEnd(72, '0')}${'b'.repeat(100)}`,
    'the key twice': apiKey + apiKey,
    'a list of the key': `${apiKey},${apiKey}`,
    'a list with another key': `${apiKey}, ${otherKey}`,
    'a list behind another key': `${unknown}; ${apiKey}`,
    quoted: `"${apiKey}"`,
    'in angle brackets': `<${apiKey}>`,
    'with a parameter': `${apiKey};q=1`,
    'as a bearer': `Bearer ${apiKey}`,
    'as basic': `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`,
    'as a pair': `key=${apiKey}`,
    'as JSON': JSON.stringify({ key: apiKey }),
    'a blank within': `${apiKey.slice(0, 30)} ${apiKey.slice(30)}`,
    'a tab within': `${apiKey.slice(0, 30)}\t${apiKey.slice(30)}`,
    'a no-break space in front': `\u00a0${apiKey}`,
    'a no-break space behind, as UTF-8': wide(`${apiKey}\u00a0`),
    'a line separator behind': wide(`${apiKey}\u2028`),
    nothing: '',
    blanks: '   \t ',
    'upper case': apiKey.toUpperCase(),
    'lower case': apiKey.toLowerCase(),
    'the prefix in upper case': apiKey.replace('raw_', 'RAW_'),
    'the Cyrillic а': wide(apiKey.replace('a', 'а')),
    'the full-width ｗ': wide(apiKey.replace('w', 'ｗ')),
    'the full-width low line': wide(apiKey.replaceAll('_', '＿')),
    'a combining accent behind': wide(`${apiKey}\u0301`),
    'a zero-width space within': wide(`${apiKey.slice(0, 30)}\u200b${apiKey.slice(30)}`),
    'a byte-order mark in front': wide(`\ufeff${apiKey}`),
    'an override of the direction': wide(`\u202e${apiKey}`),
    'an overlong encoding of its first letter': `\u00c1\u00b2${apiKey.slice(1)}`,
    'half of a surrogate pair behind': `${apiKey}\u00ed\u00a0\u0080`,
    'percent-encoded': apiKey.replaceAll('_', '%5F'),
    'percent-encoded NUL behind': `${apiKey}%00`,
    'escaped NUL behind': `${apiKey}\\u0000`,
    base64: Buffer.from(apiKey).toString('base64'),
    backwards: apiKey.split('').reverse().join(''),
    'SQL that is always true': "' OR '1'='1",
    'SQL behind the key': `${apiKey}' --`,
    'SQL in the place of the id': checked(`raw_' OR 1=1 --_${secret}`),
    'SQL that drops': '"; DROP TABLE api_keys; --',
    'a wildcard': '%',
    'wildcards of the right length': `raw_${'_'.repeat(12)}_${'%'.repeat(49)}`,
    'a query of another database': '{"$ne":null}',
    'a path': '../../etc/passwd',
    'a template': '{{7*7}}',
    'the name of a member': '__proto__',
    'a word': 'null',
    'the key behind 15 KB': `${'0'.repeat(15_000)}${apiKey}`,
    'the key before 15 KB': `${apiKey}${'0'.repeat(15_000)}`,
  };
}

/** `raw_`, 12 characters, `_`. */
const ID_END = 17;
const CHECK_LENGTH = 6;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** With the check digits that a key of ours would have, computed on a way of our own. */
function checked(body: string): string {
  let digits = '';
  for (let rest = crc32(body), nth = 0; nth < CHECK_LENGTH; nth += 1) {
    digits = ALPHABET.charAt(rest % ALPHABET.length) + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return body + digits;
}

const otherLetter = (letter: string): string => (letter === '0' ? '1' : '0');

function swapCase(text: string): string {
  return text.replace(/[a-zA-Z]/, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
}
