import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

import type { SlowHash } from '../ports/slow-hash.ts';

const PREFIX = 'scrypt';
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** A few milliseconds: enough for keys of 256 random bits, too little for passwords. */
const COST = 1_024;

/** A salted, slow hash without a dependency, for tests and for embedding. */
export function createMemorySlowHash(): SlowHash {
  return {
    async hash(text) {
      const salt = randomBytes(SALT_BYTES);
      const hash = await derive(text, salt);
      return [PREFIX, salt.toString('base64url'), hash.toString('base64url')].join('$');
    },

    async matches(text, hash) {
      const [prefix, salt = '', digest = ''] = hash.split('$');
      const expected = Buffer.from(digest, 'base64url');
      if (prefix !== PREFIX || expected.length !== HASH_BYTES) return false;
      return timingSafeEqual(await derive(text, Buffer.from(salt, 'base64url')), expected);
    },
  };
}

function derive(text: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(text, salt, HASH_BYTES, { N: COST }, (error, hash) => {
      if (error === null) resolve(hash);
      else reject(error);
    });
  });
}
