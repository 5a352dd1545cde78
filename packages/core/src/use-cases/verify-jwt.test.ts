import { createHmac } from 'node:crypto';

import fc from 'fast-check';
import { compactVerify } from 'jose';
import { describe, expect, test } from 'vitest';

import vectors from '../fixtures/jwt-vectors.json' with { type: 'json' };
import { DIALPAD_HEADER, signToken } from '../testing/sign-token.ts';
import { hmacKey } from './hmac-key.ts';
import { trimToken } from './trim-token.ts';
import { type SignatureRefusedReason, verifyHs256 } from './verify-jwt.ts';

const SECRET = 'example-webhook-secret-0123456789abcdef';
const key = hmacKey(SECRET);
const PAYLOAD = '{"call_id":5284719603847168,"state":"ringing"}';
const VALID = signToken(PAYLOAD, SECRET);
const [HEADER_PART, PAYLOAD_PART, SIGNATURE_PART] = VALID.split('.') as [string, string, string];

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const b64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64url');
const withHeader = (header: string | Uint8Array): string => signToken(PAYLOAD, SECRET, header);
const signedAs = (hash: string, header: string): string => {
  const signed = `${b64(header)}.${PAYLOAD_PART}`;
  return `${signed}.${createHmac(hash, SECRET).update(signed).digest('base64url')}`;
};
/** Signs two segments exactly as they are written. */
const signRaw = (header: string, payload: string): string => {
  const signed = `${header}.${payload}`;
  return `${signed}.${createHmac('sha256', SECRET).update(signed).digest('base64url')}`;
};
const reasonFor = (token: Uint8Array | string): SignatureRefusedReason | 'accepted' =>
  verifyHs256(token, [key]).match(
    () => 'accepted' as const,
    ({ reason }) => reason,
  );

describe('the vectors', () => {
  const vectorKey = hmacKey(vectors.secret);

  for (const vector of vectors.vectors) {
    test(`${vector.name}: ${vector.expect}`, () => {
      const verified = verifyHs256(trimToken(bytesOf(vector.token)), [vectorKey]);
      expect(verified.isOk()).toBe(vector.expect.startsWith('accept'));
      if (verified.isOk()) expect(textOf(verified.value)).toBe(vector.payload_text);
    });
  }
});

describe('a token that is signed and sound is accepted', () => {
  const sound: readonly (readonly [string, string])[] = [
    ['as Dialpad writes it', VALID],
    ['with the members in the other order', withHeader('{"typ":"JWT","alg":"HS256"}')],
    ['without typ', withHeader('{"alg":"HS256"}')],
    ['with another typ', withHeader('{"alg":"HS256","typ":"at+jwt"}')],
    ['with blanks in the header', withHeader(' { "alg" : "HS256" }\n')],
    ['with alg written in escapes', withHeader('{"\\u0061lg":"HS\\u0032\\u0035\\u0036"}')],
    ['with kid', withHeader('{"alg":"HS256","kid":"../../../dev/null"}')],
    ['with jku', withHeader('{"alg":"HS256","jku":"https://evil.example/keys"}')],
    ['with a jwk of its own', withHeader('{"alg":"HS256","jwk":{"kty":"oct","k":"AAAA"}}')],
    ['with x5u', withHeader('{"alg":"HS256","x5u":"https://evil.example/cert"}')],
    ['with x5c', withHeader('{"alg":"HS256","x5c":["AAAA"]}')],
    ['with an inner crit', withHeader('{"alg":"HS256","x":{"crit":["b64"],"alg":"none"}}')],
    ['with names repeated in texts', withHeader('{"alg":"HS256","a":"\\"alg\\":","b":["alg"]}')],
    ['with __proto__', withHeader('{"alg":"HS256","__proto__":{"alg":"none"}}')],
    ['with an empty name', withHeader('{"alg":"HS256","":1}')],
    ['with a header of 300 KB', withHeader(`{"alg":"HS256","x":"${'\\\\'.repeat(150_000)}"}`)],
    ['with an expiry long past', signToken('{"exp":1,"nbf":9999999999}', SECRET)],
    ['with a payload that is no JSON', signToken('not json', SECRET)],
    ['with a payload that is no text', signToken(Uint8Array.of(0xff, 0x00, 0xfe), SECRET)],
  ];

  for (const [name, token] of sound) {
    test(name, () => {
      expect(reasonFor(token)).toBe('accepted');
      expect(reasonFor(bytesOf(token))).toBe('accepted');
    });
  }
});

describe('a token that is not is refused', () => {
  const lastOf = (part: string): string => part.slice(-1);
  const nextLetter = (letter: string): string => (letter === 'A' ? 'B' : 'A');
  /** The same bytes for a lenient reader: the unused bits of the last character are set. */
  const loose = (part: string): string => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    return part.slice(0, -1) + alphabet.charAt(alphabet.indexOf(lastOf(part)) + 1);
  };
  const unpadded = b64('{"alg":"HS256"} ');
  const nothing = b64('');

  const attacks: readonly (readonly [string, string, SignatureRefusedReason])[] = [
    ['empty', '', 'not-three-segments'],
    ['one dot', '.', 'not-three-segments'],
    ['two dots', '..', 'not-three-segments'],
    ['blank', ' ', 'not-three-segments'],
    ['one segment', HEADER_PART, 'not-three-segments'],
    ['two segments', `${HEADER_PART}.${PAYLOAD_PART}`, 'not-three-segments'],
    ['four segments', `${VALID}.${SIGNATURE_PART}`, 'not-three-segments'],
    ['a dot behind', `${VALID}.`, 'not-three-segments'],
    ['a dot in front', `.${VALID}`, 'not-three-segments'],
    ['five segments, as if encrypted', `${VALID}.AA.AA`, 'not-three-segments'],
    ['no header', `.${PAYLOAD_PART}.${SIGNATURE_PART}`, 'not-three-segments'],
    ['no payload', `${HEADER_PART}..${SIGNATURE_PART}`, 'not-three-segments'],
    ['an empty payload, signed', signRaw(HEADER_PART, nothing), 'not-three-segments'],
    ['an empty header, signed', signRaw('', PAYLOAD_PART), 'not-three-segments'],
    ['no signature', `${HEADER_PART}.${PAYLOAD_PART}.`, 'not-three-segments'],
    ['JSON instead of a token', PAYLOAD, 'not-three-segments'],
    ['a JWS in JSON', JSON.stringify({ payload: PAYLOAD_PART }), 'not-three-segments'],
    ['a byte order mark in front', `\ufeff${VALID}`, 'not-canonical'],
    ['in quotes', `"${VALID}"`, 'not-canonical'],
    ['behind Bearer', `Bearer ${VALID}`, 'not-canonical'],
    ['a blank inside', VALID.replace('.', ' .'), 'not-canonical'],
    ['a line end inside the payload', signRaw(HEADER_PART, `${PAYLOAD_PART}\n`), 'not-canonical'],
    ['a line end behind', `${VALID}\n`, 'not-canonical'],
    ['U+0000 behind', `${VALID}\u0000`, 'not-canonical'],
    ['padding on the signature', `${VALID}=`, 'not-canonical'],
    ['padding on the header, signed', signRaw(`${HEADER_PART}=`, PAYLOAD_PART), 'not-canonical'],
    ['padding on the payload, signed', signRaw(HEADER_PART, `${b64('{}')}=`), 'not-canonical'],
    ['unused bits in the signature', loose(VALID), 'not-canonical'],
    ['unused bits in the header, signed', signRaw(loose(unpadded), PAYLOAD_PART), 'not-canonical'],
    ['unused bits in the payload, signed', signRaw(HEADER_PART, loose(b64('{}'))), 'not-canonical'],
    ['the other alphabet, signed', signRaw(HEADER_PART, '+/+/'), 'not-canonical'],
    ['both alphabets, signed', signRaw(HEADER_PART, '-_+/'), 'not-canonical'],
    ['one character too many, signed', signRaw(HEADER_PART, 'AAAAA'), 'not-canonical'],
    ['a letter from another script', VALID.replace('e', 'е'), 'not-canonical'],
    ['a letter that is A in its low byte', signRaw(HEADER_PART, 'AAA\u0141'), 'not-canonical'],
    ['a per cent escape', VALID.replace('.', '%2E.'), 'not-canonical'],
    ['a signature cut short', VALID.slice(0, -3), 'signature-length'],
    ['a signature of one byte', `${HEADER_PART}.${PAYLOAD_PART}.AA`, 'signature-length'],
    [
      'a signature with a byte more',
      `${HEADER_PART}.${PAYLOAD_PART}.${b64(Buffer.concat([Buffer.from(SIGNATURE_PART, 'base64url'), Buffer.alloc(1)]))}`,
      'signature-length',
    ],
    ['HS384', signedAs('sha384', '{"alg":"HS384"}'), 'signature-length'],
    ['HS512', signedAs('sha512', '{"alg":"HS512"}'), 'signature-length'],
    ['HS512 in an HS256 header', signedAs('sha512', DIALPAD_HEADER), 'signature-length'],
    ['SHA-1', signedAs('sha1', DIALPAD_HEADER), 'signature-length'],
    ['HS384 in the header only', withHeader('{"alg":"HS384"}'), 'algorithm-not-hs256'],
    ['HS512 in the header only', withHeader('{"alg":"HS512"}'), 'algorithm-not-hs256'],
    ['alg none, signed', withHeader('{"alg":"none"}'), 'algorithm-not-hs256'],
    ['alg None, signed', withHeader('{"alg":"None"}'), 'algorithm-not-hs256'],
    ['alg RS256, signed', withHeader('{"alg":"RS256"}'), 'algorithm-not-hs256'],
    ['alg hs256', withHeader('{"alg":"hs256"}'), 'algorithm-not-hs256'],
    ['alg with a blank', withHeader('{"alg":"HS256 "}'), 'algorithm-not-hs256'],
    ['alg with U+0000', withHeader('{"alg":"HS256\\u0000"}'), 'algorithm-not-hs256'],
    ['alg in full-width letters', withHeader('{"alg":"ＨＳ256"}'), 'algorithm-not-hs256'],
    ['alg in a list', withHeader('{"alg":["HS256"]}'), 'algorithm-not-hs256'],
    ['alg in an object', withHeader('{"alg":{"toString":"HS256"}}'), 'algorithm-not-hs256'],
    ['alg null', withHeader('{"alg":null}'), 'algorithm-not-hs256'],
    ['alg true', withHeader('{"alg":true}'), 'algorithm-not-hs256'],
    ['alg 256', withHeader('{"alg":256}'), 'algorithm-not-hs256'],
    ['alg empty', withHeader('{"alg":""}'), 'algorithm-not-hs256'],
    ['no alg', withHeader('{"typ":"JWT"}'), 'algorithm-not-hs256'],
    ['no member', withHeader('{}'), 'algorithm-not-hs256'],
    ['ALG', withHeader('{"ALG":"HS256"}'), 'algorithm-not-hs256'],
    ['alg by __proto__', withHeader('{"__proto__":{"alg":"HS256"}}'), 'algorithm-not-hs256'],
    ['alg one level down', withHeader('{"x":{"alg":"HS256"}}'), 'algorithm-not-hs256'],
    ['crit', withHeader('{"alg":"HS256","crit":["exp"],"exp":1}'), 'header-has-extension'],
    ['crit empty', withHeader('{"alg":"HS256","crit":[]}'), 'header-has-extension'],
    ['crit null', withHeader('{"alg":"HS256","crit":null}'), 'header-has-extension'],
    ['crit in escapes', withHeader('{"alg":"HS256","\\u0063rit":[]}'), 'header-has-extension'],
    ['b64 false', withHeader('{"alg":"HS256","b64":false}'), 'header-has-extension'],
    ['b64 true', withHeader('{"alg":"HS256","b64":true}'), 'header-has-extension'],
    [
      'b64 with crit',
      withHeader('{"alg":"HS256","b64":false,"crit":["b64"]}'),
      'header-has-extension',
    ],
    ['zip', withHeader('{"alg":"HS256","zip":"DEF"}'), 'header-has-extension'],
    ['alg twice', withHeader('{"alg":"HS256","alg":"HS256"}'), 'header-repeats-member'],
    ['alg none, then HS256', withHeader('{"alg":"none","alg":"HS256"}'), 'header-repeats-member'],
    [
      'alg again in escapes',
      withHeader('{"alg":"x","al\\u0067":"HS256"}'),
      'header-repeats-member',
    ],
    [
      'alg again, blanks before the colon',
      withHeader('{"alg":1,"alg" \t:"HS256"}'),
      'header-repeats-member',
    ],
    ['typ twice', withHeader('{"typ":"a","alg":"HS256","typ":"b"}'), 'header-repeats-member'],
    [
      'a member twice behind brackets',
      withHeader('{"a":[{"b":"]}"}],"alg":"HS256","a":1}'),
      'header-repeats-member',
    ],
    [
      '__proto__ twice',
      withHeader('{"alg":"HS256","__proto__":1,"__proto__":1}'),
      'header-repeats-member',
    ],
    ['a header in a list', withHeader('[{"alg":"HS256"}]'), 'header-not-object'],
    ['a header that is null', withHeader('null'), 'header-not-object'],
    ['a header that is a text', withHeader('"HS256"'), 'header-not-object'],
    ['a header that is a number', withHeader('256'), 'header-not-object'],
    ['a header that is no JSON', withHeader('alg=HS256'), 'header-not-json'],
    ['a header cut short', withHeader('{"alg":"HS256"'), 'header-not-json'],
    ['two headers', withHeader('{"alg":"HS256"}{"alg":"HS256"}'), 'header-not-json'],
    ['a comma too many', withHeader('{"alg":"HS256",}'), 'header-not-json'],
    ['a comment', withHeader('{"alg":"HS256"/**/}'), 'header-not-json'],
    ['single quotes', withHeader("{'alg':'HS256'}"), 'header-not-json'],
    ['a byte order mark in the header', withHeader('\ufeff{"alg":"HS256"}'), 'header-not-json'],
    [
      'UTF-16 in the header',
      withHeader(Buffer.from('{"alg":"HS256"}', 'utf16le')),
      'header-not-json',
    ],
    [
      'a broken byte in the header',
      withHeader(Buffer.from('{"alg":"HS256","x":"\xff"}', 'latin1')),
      'header-not-json',
    ],
    [
      'an overlong character in the header',
      withHeader(Buffer.from('{"alg":"HS256","x":"\xc0\xaf"}', 'latin1')),
      'header-not-json',
    ],
    ['a raw line end in a text', withHeader('{"alg":"HS256","x":"\n"}'), 'header-not-json'],
    ['700,000 brackets, signed', withHeader('['.repeat(700_000)), 'header-not-json'],
    [
      '300,000 nested lists, not signed',
      signToken('{}', 'other', `{"alg":"HS256","x":${'['.repeat(3e5)}${']'.repeat(3e5)}}`),
      'header-not-read',
    ],
    ['another secret', signToken(PAYLOAD, 'another secret'), 'signature-differs'],
    ['an empty secret', signToken(PAYLOAD, ''), 'signature-differs'],
    ['the secret in other letters', signToken(PAYLOAD, SECRET.toUpperCase()), 'signature-differs'],
    ['the secret with a line end', signToken(PAYLOAD, `${SECRET}\n`), 'signature-differs'],
    ['the secret decoded from hex', signToken(PAYLOAD, 'abcdef'), 'signature-differs'],
    [
      'the payload of another token',
      `${HEADER_PART}.${b64('{"call_id":1}')}.${SIGNATURE_PART}`,
      'signature-differs',
    ],
    [
      'another header that is sound',
      `${b64('{"alg":"HS256"}')}.${PAYLOAD_PART}.${SIGNATURE_PART}`,
      'signature-differs',
    ],
    [
      'alg none, signature kept',
      `${b64('{"alg":"none"}')}.${PAYLOAD_PART}.${SIGNATURE_PART}`,
      'algorithm-not-hs256',
    ],
    [
      'a signature of zeros',
      `${HEADER_PART}.${PAYLOAD_PART}.${b64(new Uint8Array(32))}`,
      'signature-differs',
    ],
    [
      'one character of the payload changed',
      `${HEADER_PART}.${nextLetter(PAYLOAD_PART.charAt(0))}${PAYLOAD_PART.slice(1)}.${SIGNATURE_PART}`,
      'signature-differs',
    ],
  ];

  for (const [name, token, reason] of attacks) {
    test(`${name}: ${reason}`, () => {
      expect(reasonFor(token)).toBe(reason);
      expect(reasonFor(bytesOf(token))).toBe(reason);
    });
  }

  test('bytes beyond ASCII are not taken for the letters that their low bits spell', () => {
    const bytes = bytesOf(VALID);
    bytes[3] = (bytes[3] ?? 0) | 0x80;
    expect(reasonFor(bytes)).toBe('not-canonical');
  });

  test('without a key nothing is signed', () => {
    expect(verifyHs256(VALID, []).isErr()).toBe(true);
  });

  test('a header that was seen on a sound token excuses no signature', () => {
    expect(reasonFor(VALID)).toBe('accepted');
    expect(reasonFor(signToken(PAYLOAD, 'another secret'))).toBe('signature-differs');
  });

  test('a header that was seen unsigned is refused signed, and the other way round', () => {
    for (const header of ['{"alg":"HS256","crit":[]}', '{"alg":"none","x":1}']) {
      expect(verifyHs256(signToken(PAYLOAD, 'other', header), [key]).isErr()).toBe(true);
      expect(verifyHs256(signToken(PAYLOAD, SECRET, header), [key]).isErr()).toBe(true);
      expect(verifyHs256(signToken(PAYLOAD, 'other', header), [key]).isErr()).toBe(true);
    }
  });
});

describe('whatever the payload, the keys and the damage', () => {
  const secret = (): fc.Arbitrary<string> => fc.string({ unit: 'grapheme', minLength: 1 });
  const payload = (): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: 1, maxLength: 200 });

  test('a signed token gives back the very bytes that were signed', () => {
    fc.assert(
      fc.property(payload(), secret(), (bytes, text) => {
        const verified = verifyHs256(signToken(bytes, text), [hmacKey(text)]);
        expect([...verified._unsafeUnwrap()]).toEqual([...bytes]);
      }),
    );
  });

  test('any one of several keys will do, in any place', () => {
    fc.assert(
      fc.property(
        payload(),
        fc.uniqueArray(secret(), { minLength: 1 }),
        fc.nat(),
        (bytes, all, n) => {
          const signer = all[n % all.length] ?? '';
          expect(verifyHs256(signToken(bytes, signer), all.map(hmacKey)).isOk()).toBe(true);
        },
      ),
    );
  });

  test('a token is refused once any of its bits is turned', () => {
    fc.assert(
      fc.property(payload(), fc.nat(), fc.nat({ max: 7 }), (bytes, place, bit) => {
        const token = bytesOf(signToken(bytes, SECRET));
        const index = place % token.length;
        token[index] = (token[index] ?? 0) ^ (1 << bit);
        expect(verifyHs256(token, [key]).isErr()).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('every single bit of one token counts', () => {
    const token = bytesOf(VALID);
    for (let index = 0; index < token.length; index += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const damaged = Uint8Array.from(token);
        damaged[index] = (damaged[index] ?? 0) ^ (1 << bit);
        expect(verifyHs256(damaged, [key]).isErr()).toBe(true);
      }
    }
  });

  test('nothing makes it throw', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.uint8Array(),
      fc.array(fc.base64String(), { maxLength: 5 }).map((parts) => parts.join('.')),
      fc.tuple(fc.json(), payload()).map(([header, bytes]) => signToken(bytes, SECRET, header)),
      fc
        .tuple(fc.uint8Array(), payload())
        .map(([header, bytes]) => signToken(bytes, SECRET, header)),
    );
    fc.assert(
      fc.property(anything, (token) => {
        verifyHs256(token, [key]);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('next to jose', () => {
  const member = (): fc.Arbitrary<string> =>
    fc
      .tuple(
        fc.constantFrom('alg', 'typ', 'kid', 'crit', 'b64', 'zip', 'al\\u0067', 'x'),
        fc.constantFrom('"HS256"', '"HS512"', '"none"', '"JWT"', 'null', 'true', '[]', '{"alg":1}'),
      )
      .map(([name, value]) => `"${name}":${value}`);
  const header = (): fc.Arbitrary<string> =>
    fc.oneof(
      { weight: 1, arbitrary: fc.constant(DIALPAD_HEADER) },
      {
        weight: 4,
        arbitrary: fc.array(member(), { maxLength: 3 }).map((all) => `{${all.join(',')}}`),
      },
      {
        weight: 4,
        arbitrary: fc
          .array(member(), { maxLength: 2 })
          .map((all) => `{${['"alg":"HS256"', ...all].join(',')}}`),
      },
    );
  const damage = (): fc.Arbitrary<(token: string) => string> =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant((token: string) => token) },
      fc.nat().map((at) => (token: string) => token.slice(0, at % token.length)),
      fc.constantFrom('=', '.', ' ', '\n', 'A').map((tail) => (token: string) => token + tail),
      fc.constantFrom('=', '+', '/', ' ').map((inner) => (token: string) => {
        const at = token.indexOf('.') + 1;
        return signRaw(token.slice(0, at - 1), inner + token.slice(at, token.lastIndexOf('.')));
      }),
    );
  const isJoses = (token: string): Promise<boolean> =>
    compactVerify(token, bytesOf(SECRET), { algorithms: ['HS256'] }).then(
      () => true,
      () => false,
    );

  test('whatever we accept, jose accepts; what only jose accepts is not well-formed by our rules', async () => {
    const seen = { both: 0, joseAlone: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          head: header(),
          bytes: fc.uint8Array({ minLength: 1, maxLength: 60 }),
          signer: fc.constantFrom(SECRET, SECRET, SECRET, 'other'),
          damaged: damage(),
        }),
        async ({ head, bytes, signer, damaged }) => {
          const token = damaged(signToken(bytes, signer, head));
          const reason = reasonFor(token);
          const isAcceptedByJose = await isJoses(token);
          if (reason === 'accepted') expect(isAcceptedByJose).toBe(true);
          if (isAcceptedByJose) {
            expect([
              'accepted',
              'not-canonical',
              'not-three-segments',
              'header-repeats-member',
              'header-has-extension',
            ]).toContain(reason);
            seen[reason === 'accepted' ? 'both' : 'joseAlone'] += 1;
          }
        },
      ),
      { numRuns: 1_500 },
    );
    expect(seen.both).toBeGreaterThan(50);
    expect(seen.joseAlone).toBeGreaterThan(10);
  });
});
