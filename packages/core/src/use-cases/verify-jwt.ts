import { createHmac, timingSafeEqual } from 'node:crypto';

import { err, ok, type Result } from 'neverthrow';

import { decodeBase64url } from './decode-base64url.ts';
import type { HmacKey } from './hmac-key.ts';
import { type JwtHeaderFault, jwtHeaderFault } from './jwt-header-fault.ts';

export interface SignatureRefused {
  readonly kind: 'signature-refused';
  /** For logs and counters only: the sender learns nothing of it. */
  readonly reason: SignatureRefusedReason;
}

/** `signature-differs`: a well-formed HS256 token, signed with another secret. */
export type SignatureRefusedReason =
  | 'not-three-segments'
  | 'not-canonical'
  | 'signature-length'
  | 'signature-differs'
  | 'header-not-read'
  | JwtHeaderFault;

const SIGNATURE_BYTES = 32;
/** Longer headers, in characters, are read only of tokens that are signed. Dialpad's has 36. */
const UNSIGNED_HEADER_LIMIT = 4_096;
const KNOWN_HEADERS_LIMIT = 16;

/** Headers of tokens that were signed and sound. Nearly every token has the same one. */
const knownHeaders = new Set<string>();

/**
 * The payload of a compact HS256 token that one of the keys signed. The algorithm is fixed here:
 * nothing in the token chooses a key, an algorithm or a way through this code, and no claim counts.
 */
export function verifyHs256(
  token: Uint8Array | string,
  keys: readonly HmacKey[],
): Result<Uint8Array, SignatureRefused> {
  const segments = segmentsOf(typeof token === 'string' ? token : textOf(token));
  if (segments === null) return refused('not-three-segments');

  const header = decodeBase64url(segments.header);
  const payload = decodeBase64url(segments.payload);
  const signature = decodeBase64url(segments.signature);
  if (header === null || payload === null || signature === null) return refused('not-canonical');
  if (signature.length !== SIGNATURE_BYTES) return refused('signature-length');

  const isSigned = isSignedByAny(segments.signed, signature, keys);
  if (!knownHeaders.has(segments.header)) {
    // Reading a megabyte of nested brackets takes a tenth of a second: not for strangers.
    if (!isSigned && segments.header.length > UNSIGNED_HEADER_LIMIT) {
      return refused('header-not-read');
    }
    const fault = jwtHeaderFault(header);
    if (fault !== null) return refused(fault);
    if (isSigned) remember(segments.header);
  }
  return isSigned ? ok(payload) : refused('signature-differs');
}

/** A token is ASCII: any other byte becomes a character outside the alphabet, and is refused. */
function textOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
}

interface Segments {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
  /** `header.payload`, exactly as it came. */
  readonly signed: string;
}

function segmentsOf(token: string): Segments | null {
  const first = token.indexOf('.');
  const second = token.indexOf('.', first + 1);
  if (first < 1 || second <= first + 1 || second === token.length - 1) return null;
  if (token.includes('.', second + 1)) return null;
  return {
    header: token.slice(0, first),
    payload: token.slice(first + 1, second),
    signature: token.slice(second + 1),
    signed: token.slice(0, second),
  };
}

/** Tries every key, also after one fits: the time tells nothing about which. */
function isSignedByAny(signed: string, signature: Uint8Array, keys: readonly HmacKey[]): boolean {
  let isSigned = false;
  for (const key of keys) {
    const expected = createHmac('sha256', key).update(signed, 'latin1').digest();
    isSigned = timingSafeEqual(expected, signature) || isSigned;
  }
  return isSigned;
}

function remember(header: string): void {
  if (header.length > UNSIGNED_HEADER_LIMIT) return;
  const [oldest] = knownHeaders;
  if (knownHeaders.size >= KNOWN_HEADERS_LIMIT && oldest !== undefined) {
    knownHeaders.delete(oldest);
  }
  knownHeaders.add(header);
}

const refused = (reason: SignatureRefusedReason): Result<never, SignatureRefused> =>
  err({ kind: 'signature-refused', reason });
