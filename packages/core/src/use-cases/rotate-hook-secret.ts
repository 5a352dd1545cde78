import { err, ok, type ResultAsync } from 'neverthrow';

import type { Act } from '../domain/act.ts';
import type { HookStatus } from '../domain/hook.ts';
import type { KeyStore } from '../ports/key-store.ts';
import type { StoreError } from '../ports/store-error.ts';
import type { RandomBytes } from './base62.ts';
import {
  chooseHookSecret,
  type HookSecretMalformed,
  type HookSecretTooShort,
} from './choose-hook-secret.ts';
import type { HookNotFound } from './hook-directory.ts';

export interface RotateHookSecretDeps {
  readonly keyStore: Pick<KeyStore, 'rotateHookSecret'>;
  readonly randomBytes: RandomBytes;
  /** Epoch ms. */
  readonly now: () => number;
}

export interface HookRotation {
  readonly hookId: string;
  /** Made by us unless it is given. */
  readonly secret?: string;
  /** So long the secret before goes on to verify: Dialpad repeats a text message for about 4 hours. */
  readonly overlapSeconds: number;
}

export interface RotatedHook {
  readonly hook: HookStatus;
  /** Shown once. */
  readonly secret: string;
}

export type RotateHookSecret = (
  rotation: HookRotation,
  act: Act,
) => ResultAsync<RotatedHook, HookNotFound | HookSecretTooShort | HookSecretMalformed | StoreError>;

/** Another secret for the same address. */
export function createRotateHookSecret(deps: RotateHookSecretDeps): RotateHookSecret {
  const { keyStore, randomBytes, now } = deps;
  return ({ hookId, secret: given, overlapSeconds }, act) =>
    chooseHookSecret(given, randomBytes).asyncAndThen((secret) => {
      const previousUntil = now() + overlapSeconds * 1_000;
      return keyStore
        .rotateHookSecret({ hookId, secret, previousUntil }, act)
        .andThen((hook) =>
          hook === null ? err({ kind: 'hook-not-found' as const }) : ok({ hook, secret }),
        );
    });
}
