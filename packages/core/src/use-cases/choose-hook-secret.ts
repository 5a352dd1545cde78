import { err, ok, type Result } from 'neverthrow';

import { type RandomBytes, randomBase62 } from './base62.ts';

/** 256 bits. */
const SECRET_LENGTH = 43;
export const MIN_HOOK_SECRET_LENGTH = 32;
/** Control characters, line and paragraph separators, halves of surrogate pairs. */
const NOT_IN_A_SECRET = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

export interface HookSecretTooShort {
  readonly kind: 'hook-secret-too-short';
}

/** Not one line, or with blanks around it: it would not be the same text after copying. */
export interface HookSecretMalformed {
  readonly kind: 'hook-secret-malformed';
}

/** The one that is given, if it will do; else one of our own. */
export function chooseHookSecret(
  given: string | undefined,
  randomBytes: RandomBytes,
): Result<string, HookSecretTooShort | HookSecretMalformed> {
  if (given === undefined) return ok(randomBase62(SECRET_LENGTH, randomBytes));
  if (Array.from(given).length < MIN_HOOK_SECRET_LENGTH) {
    return err({ kind: 'hook-secret-too-short' });
  }
  if (given.trim() !== given || NOT_IN_A_SECRET.test(given)) {
    return err({ kind: 'hook-secret-malformed' });
  }
  return ok(given);
}
