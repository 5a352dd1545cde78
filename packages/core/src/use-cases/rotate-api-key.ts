import { errAsync, type ResultAsync } from 'neverthrow';

import type { Act } from '../domain/act.ts';
import type { ApiKeyStatus } from '../domain/api-key.ts';
import type { AppNotFound, KeyStore } from '../ports/key-store.ts';
import type { StoreError } from '../ports/store-error.ts';
import { type MakeApiKeyDeps, makeApiKey } from './make-api-key.ts';

const KEY_NAME = /^[A-Za-z0-9._-]{1,64}$/;

export interface RotateApiKeyDeps extends MakeApiKeyDeps {
  readonly keyStore: Pick<KeyStore, 'putApiKey'>;
  /** Epoch ms. */
  readonly now: () => number;
}

export interface ApiKeyRotation {
  readonly appId: string;
  /** 1 to 64 characters of a-z, A-Z, 0-9, `.`, `_` and `-`. */
  readonly name: string;
  /** Epoch ms; null: never. */
  readonly expiresAt: number | null;
  /** So long the key that is replaced goes on to open. */
  readonly overlapSeconds: number;
}

export interface RotatedApiKey {
  readonly key: ApiKeyStatus;
  /** What it replaced, if that still opens for its overlap. */
  readonly replaced: ApiKeyStatus | null;
  /** Shown once, kept nowhere. */
  readonly apiKey: string;
}

export interface KeyNameInvalid {
  readonly kind: 'key-name-invalid';
}

/** It would never have opened anything. */
export interface KeyExpiryPast {
  readonly kind: 'key-expiry-past';
}

export type RotateApiKey = (
  rotation: ApiKeyRotation,
  act: Act,
) => ResultAsync<RotatedApiKey, AppNotFound | KeyNameInvalid | KeyExpiryPast | StoreError>;

/** A new key under a name, in the place of the one that has it. */
export function createRotateApiKey(deps: RotateApiKeyDeps): RotateApiKey {
  return ({ appId, name, expiresAt, overlapSeconds }, act) => {
    if (!KEY_NAME.test(name)) return errAsync({ kind: 'key-name-invalid' });
    if (expiresAt !== null && expiresAt <= deps.now()) return errAsync({ kind: 'key-expiry-past' });

    const overlapMs = overlapSeconds * 1_000;
    return makeApiKey(deps, { appId, name }).andThen(({ record, text }) =>
      deps.keyStore
        .putApiKey({ key: record, expiresAt, overlapMs }, act)
        .map(({ key, replaced }) => ({ key, replaced, apiKey: text })),
    );
  };
}
