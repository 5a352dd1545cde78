import type { ResultAsync } from 'neverthrow';

import type { Act } from '../domain/act.ts';
import type { ApiKeyRecord, ApiKeyStatus, StoredApiKey } from '../domain/api-key.ts';
import type { App } from '../domain/app.ts';
import type { Hook, HookStatus } from '../domain/hook.ts';
import type { Page, PageRequest } from './page.ts';
import type { StoreError } from './store-error.ts';

/**
 * Apps, and what proves who somebody is: API keys and hook secrets. Whatever takes an `act`
 * writes its one entry to the audit log together with the change.
 */
export interface KeyStore {
  /** Both or neither, with an entry for each. */
  createApp(app: NewApp, key: ApiKeyRecord, act: Act): ResultAsync<App, StoreError>;

  app(appId: string): ResultAsync<App | null, StoreError>;

  /** Newest first. */
  apps(page: PageRequest): ResultAsync<Page<App>, StoreError>;

  /** The app that there is, when there is exactly one; else null. */
  onlyApp(): ResultAsync<App | null, StoreError>;

  /** An app that is so already stays as it is, and has no entry for it. */
  setAppActive(appId: string, isActive: boolean, act: Act): ResultAsync<App | null, StoreError>;

  /** Found by its id alone, at the same cost however many keys there are. */
  apiKey(keyId: string): ResultAsync<StoredApiKey | null, StoreError>;

  /** Newest first, those that open nothing any more among them; null for an unknown app. */
  apiKeys(
    appId: string,
    filter: { readonly name?: string },
    page: PageRequest,
  ): ResultAsync<Page<ApiKeyStatus> | null, StoreError>;

  /**
   * Makes `key` the current one of its name. The one that was current before opens for
   * `overlapMs` more, though not longer than it would have, and one that was replaced
   * earlier opens nothing from now on: of a name at most two keys ever open at once, also
   * when many rotate it together. The entry is `api-key.rotated` when there was a key of
   * this name that still opened, else `api-key.created`.
   */
  putApiKey(put: PutApiKey, act: Act): ResultAsync<PutKey, StoreError | AppNotFound>;

  /**
   * Ends at once what still opens: the keys of a name, one key, or all keys of the app. Answers
   * with those that it ended, each with an entry of its own; null for an unknown app.
   */
  revokeApiKeys(
    appId: string,
    which: WhichKeys,
    act: Act,
  ): ResultAsync<readonly ApiKeyStatus[] | null, StoreError>;

  /** Notes when keys were last used. A time never goes back; keys that are not there are skipped. */
  noteKeyUses(uses: readonly KeyUse[]): ResultAsync<void, StoreError>;

  /** The secret is not readable in the storage. */
  createHook(hook: NewHook, act: Act): ResultAsync<void, StoreError | AppNotFound>;

  /** With every secret that verifies now or, still, for a while. */
  hook(hookId: string): ResultAsync<Hook | null, StoreError>;

  /** Newest first. */
  hooks(
    filter: { readonly appId?: string },
    page: PageRequest,
  ): ResultAsync<Page<HookStatus>, StoreError>;

  hookStatus(hookId: string): ResultAsync<HookStatus | null, StoreError>;

  /**
   * The secret that was current goes on to verify until `previousUntil`, or, when that is null, until
   * the rotation is closed; the one before it ends.
   */
  rotateHookSecret(
    rotation: HookSecretRotation,
    act: Act,
  ): ResultAsync<HookStatus | null, StoreError>;

  /**
   * Gives an open rotation its end: the secret before verifies until `previousUntil` (epoch ms). A
   * rotation that is not open stays as it is. No entry: nobody does it.
   */
  closeRotation(hookId: string, previousUntil: number): ResultAsync<void, StoreError>;

  /** Nothing is taken at its address any more. Answers with what it was; its events stay. */
  deleteHook(hookId: string, act: Act): ResultAsync<HookStatus | null, StoreError>;

  /**
   * Seals up to `limit` of the secrets that lie under an older key anew, under the current one.
   * A call that is cut off loses none, and the next one goes on.
   */
  resealSecrets(limit: number, act: Act): ResultAsync<Resealed, StoreError>;

  /**
   * Rises with every app, key and hook made, and with every change that may take a right away:
   * what was cached before is void then. Not with the use of a key.
   */
  credentialsEpoch(): ResultAsync<number, StoreError>;
}

export interface NewApp {
  readonly appId: string;
  readonly name: string;
}

export interface PutApiKey {
  readonly key: ApiKeyRecord;
  /** Epoch ms; null: never. */
  readonly expiresAt: number | null;
  readonly overlapMs: number;
}

export interface PutKey {
  readonly key: ApiKeyStatus;
  /** The one that it replaced and that still opens, for its overlap; null when there is none. */
  readonly replaced: ApiKeyStatus | null;
}

export type WhichKeys =
  | { readonly kind: 'all' }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'one'; readonly keyId: string };

export interface KeyUse {
  readonly keyId: string;
  /** Epoch ms. */
  readonly at: number;
}

export interface NewHook {
  readonly hookId: string;
  readonly appId: string;
  readonly secret: string;
}

export interface HookSecretRotation {
  readonly hookId: string;
  readonly secret: string;
  /** Epoch ms; null: until the rotation is closed. */
  readonly previousUntil: number | null;
}

export interface Resealed {
  readonly resealed: number;
  /** Secrets that still lie under an older key. */
  readonly remaining: number;
}

export interface AppNotFound {
  readonly kind: 'app-not-found';
}
