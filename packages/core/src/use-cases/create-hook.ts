import { errAsync, type ResultAsync } from 'neverthrow';

import type { AppNotFound, KeyStore } from '../ports/key-store.ts';
import type { StoreError } from '../ports/store-error.ts';
import { type RandomBytes, randomBase62 } from './base62.ts';

/** 130 bits: nobody finds a hook by trying. */
const HOOK_ID_LENGTH = 22;
/** 256 bits. */
const SECRET_LENGTH = 43;
export const MIN_HOOK_SECRET_LENGTH = 32;
/** Control characters, line and paragraph separators, halves of surrogate pairs. */
const NOT_IN_A_SECRET = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

export interface CreateHookDeps {
  readonly keyStore: Pick<KeyStore, 'createHook'>;
  readonly randomBytes: RandomBytes;
}

export interface HookRequest {
  readonly appId: string;
  /** Made by us unless it is given. */
  readonly secret?: string;
}

export interface CreatedHook {
  readonly hookId: string;
  /** Shown once. */
  readonly secret: string;
}

export interface HookSecretTooShort {
  readonly kind: 'hook-secret-too-short';
}

/** Not one line, or with blanks around it: it would not be the same text after copying. */
export interface HookSecretMalformed {
  readonly kind: 'hook-secret-malformed';
}

export type CreateHookError = AppNotFound | HookSecretTooShort | HookSecretMalformed | StoreError;

export type CreateHook = (request: HookRequest) => ResultAsync<CreatedHook, CreateHookError>;

/** An address for Dialpad to post to, and the secret that it signs with. */
export function createCreateHook({ keyStore, randomBytes }: CreateHookDeps): CreateHook {
  return ({ appId, secret = randomBase62(SECRET_LENGTH, randomBytes) }) => {
    if (Array.from(secret).length < MIN_HOOK_SECRET_LENGTH) {
      return errAsync({ kind: 'hook-secret-too-short' });
    }
    if (secret.trim() !== secret || NOT_IN_A_SECRET.test(secret)) {
      return errAsync({ kind: 'hook-secret-malformed' });
    }
    const hookId = randomBase62(HOOK_ID_LENGTH, randomBytes);
    return keyStore.createHook({ hookId, appId, secret }).map(() => ({ hookId, secret }));
  };
}
