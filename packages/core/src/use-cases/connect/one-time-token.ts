import { hash } from 'node:crypto';

import type { RandomBytes } from '../base62.ts';

const TOKEN_BYTES = 32;

/** 256 random bits, as base64url: 43 characters. */
export function newOneTimeToken(randomBytes: RandomBytes): string {
  return Buffer.from(randomBytes(TOKEN_BYTES)).toString('base64url');
}

/** SHA-256 as hex: what is kept of a token. */
export const digestOf = (token: string): string => hash('sha256', token);

/** The challenge of RFC 7636 by its method S256. */
export const challengeOf = (codeVerifier: string): string =>
  hash('sha256', codeVerifier, 'base64url');
