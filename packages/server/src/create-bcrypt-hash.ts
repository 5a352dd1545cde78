import type { SlowHash } from '@dialpad-cti/core';
import { compare, hash } from 'bcrypt';

const COST = 10;

/** On libuv's threads: the event loop does not wait for it. */
export function createBcryptHash(onCompare: () => void): SlowHash {
  return {
    hash: (text) => hash(text, COST),
    matches(text, digest) {
      onCompare();
      return compare(text, digest);
    },
  };
}
