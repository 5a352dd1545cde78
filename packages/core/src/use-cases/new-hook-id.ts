import { type RandomBytes, randomBase62 } from './base62.ts';

/** 130 bits: nobody finds a hook by trying. */
const HOOK_ID_LENGTH = 22;

export const newHookId = (randomBytes: RandomBytes): string =>
  randomBase62(HOOK_ID_LENGTH, randomBytes);
