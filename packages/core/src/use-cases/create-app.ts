import { errAsync, ResultAsync } from 'neverthrow';

import type { App } from '../domain/app.ts';
import type { KeyStore } from '../ports/key-store.ts';
import type { SlowHash } from '../ports/slow-hash.ts';
import type { StoreError } from '../ports/store-error.ts';
import { newApiKey } from './api-key.ts';
import type { RandomBytes } from './base62.ts';
import { keyDigest, type Peppers } from './pepper.ts';

const MAX_NAME_LENGTH = 100;
const FIRST_KEY_NAME = 'default';
/** Control characters, line and paragraph separators, halves of surrogate pairs. */
const NOT_IN_A_NAME = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

export interface CreateAppDeps {
  readonly keyStore: Pick<KeyStore, 'createApp'>;
  readonly slowHash: SlowHash;
  readonly peppers: Peppers;
  readonly randomBytes: RandomBytes;
  /** UUID v7. */
  readonly newId: () => string;
}

export interface CreatedApp {
  readonly app: App;
  /** Shown once, kept nowhere. */
  readonly apiKey: string;
}

export interface AppNameInvalid {
  readonly kind: 'app-name-invalid';
  readonly detail: string;
}

export type CreateApp = (name: string) => ResultAsync<CreatedApp, AppNameInvalid | StoreError>;

/** An app and its first key. */
export function createCreateApp(deps: CreateAppDeps): CreateApp {
  return (name) => {
    const trimmed = name.trim();
    const detail = faultOf(trimmed);
    if (detail !== null) return errAsync({ kind: 'app-name-invalid', detail });

    const app = { appId: deps.newId(), name: trimmed };
    const { keyId, text } = newApiKey(deps.randomBytes);
    const [pepper] = deps.peppers;
    const digest = keyDigest(text, pepper);
    return slowHashOf(deps.slowHash, text)
      .andThen((hash) =>
        deps.keyStore.createApp(app, {
          keyId,
          appId: app.appId,
          name: FIRST_KEY_NAME,
          digest,
          pepperId: pepper.pepperId,
          hash,
        }),
      )
      .map((created) => ({ app: created, apiKey: text }));
  };
}

function faultOf(name: string): string | null {
  const length = Array.from(name).length;
  if (length < 1 || length > MAX_NAME_LENGTH) {
    return `must have 1 to ${MAX_NAME_LENGTH} characters`;
  }
  return NOT_IN_A_NAME.test(name) ? 'must be one line of plain text' : null;
}

/** A hash that fails says that the machine is out of something: like a storage, it may come back. */
function slowHashOf(slowHash: SlowHash, text: string): ResultAsync<string, StoreError> {
  return ResultAsync.fromThrowable(
    async () => slowHash.hash(text),
    (cause): StoreError => ({ kind: 'store-unavailable', cause }),
  )();
}
