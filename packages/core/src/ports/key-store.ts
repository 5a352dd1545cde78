import type { ResultAsync } from 'neverthrow';

import type { ApiKeyRecord, StoredApiKey } from '../domain/api-key.ts';
import type { App } from '../domain/app.ts';
import type { Hook } from '../domain/hook.ts';
import type { Page, PageRequest } from './page.ts';
import type { StoreError } from './store-error.ts';

/** Apps, and what proves who somebody is: API keys and hook secrets. */
export interface KeyStore {
  /** Both or neither. */
  createApp(app: NewApp, key: ApiKeyRecord): ResultAsync<App, StoreError>;

  app(appId: string): ResultAsync<App | null, StoreError>;

  /** Newest first. */
  apps(page: PageRequest): ResultAsync<Page<App>, StoreError>;

  /** The app that there is, when there is exactly one; else null. */
  onlyApp(): ResultAsync<App | null, StoreError>;

  setAppActive(appId: string, isActive: boolean): ResultAsync<App | null, StoreError>;

  /** Found by its id alone, at the same cost however many keys there are. */
  apiKey(keyId: string): ResultAsync<StoredApiKey | null, StoreError>;

  /** The secret is not readable in the storage. */
  createHook(hook: NewHook): ResultAsync<void, StoreError | AppNotFound>;

  hook(hookId: string): ResultAsync<Hook | null, StoreError>;

  /**
   * Rises with every app and hook made, and with every change that may take a right away:
   * what was cached before is void then.
   */
  credentialsEpoch(): ResultAsync<number, StoreError>;
}

export interface NewApp {
  readonly appId: string;
  readonly name: string;
}

export interface NewHook {
  readonly hookId: string;
  readonly appId: string;
  readonly secret: string;
}

export interface AppNotFound {
  readonly kind: 'app-not-found';
}
