import { createHmac, hash } from 'node:crypto';

import { type HmacKey, hmacKey } from './hmac-key.ts';

/** The server's own secret under which API keys are kept. A stolen table alone proves no key. */
export interface Pepper {
  readonly pepperId: string;
  readonly key: HmacKey;
}

/** The first makes the digests of new keys; the others still open the older ones. */
export type Peppers = readonly [Pepper, ...Pepper[]];

export function createPepper(secret: string): Pepper {
  const pepperId = hash('sha256', `pepper-id:${secret}`).slice(0, 8);
  return { pepperId, key: hmacKey(secret) };
}

export function keyDigest(apiKey: string, pepper: Pepper): Uint8Array {
  return createHmac('sha256', pepper.key).update(apiKey).digest();
}
