import type { ResultAsync } from 'neverthrow';

import type { Act } from '../domain/act.ts';
import type { AppNotFound, KeyStore } from '../ports/key-store.ts';
import type { StoreError } from '../ports/store-error.ts';
import type { RandomBytes } from './base62.ts';
import {
  chooseHookSecret,
  type HookSecretMalformed,
  type HookSecretTooShort,
} from './choose-hook-secret.ts';
import { newHookId } from './new-hook-id.ts';

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

export type CreateHookError = AppNotFound | HookSecretTooShort | HookSecretMalformed | StoreError;

export type CreateHook = (
  request: HookRequest,
  act: Act,
) => ResultAsync<CreatedHook, CreateHookError>;

/** An address for Dialpad to post to, and the secret that it signs with. */
export function createCreateHook({ keyStore, randomBytes }: CreateHookDeps): CreateHook {
  return ({ appId, secret: given }, act) =>
    chooseHookSecret(given, randomBytes).asyncAndThen((secret) => {
      const hookId = newHookId(randomBytes);
      return keyStore.createHook({ hookId, appId, secret }, act).map(() => ({ hookId, secret }));
    });
}
