import { createHash } from 'node:crypto';

import type { Challenge } from './create-codes.ts';

/** Whether a verifier is the one of the challenge. Without a challenge none must be given. */
export function isVerified(challenge: Challenge | null, verifier: string | null): boolean {
  if (challenge === null || verifier === null) return challenge === null && verifier === null;
  const hashed =
    challenge.method === 'S256'
      ? createHash('sha256').update(verifier).digest('base64url')
      : verifier;
  return hashed === challenge.value;
}
