import { errAsync, type ResultAsync } from 'neverthrow';

import type { Act } from '../domain/act.ts';
import type { App } from '../domain/app.ts';
import type { KeyStore } from '../ports/key-store.ts';
import type { StoreError } from '../ports/store-error.ts';
import { type MakeApiKeyDeps, makeApiKey } from './make-api-key.ts';

const MAX_NAME_LENGTH = 100;
const FIRST_KEY_NAME = 'default';
/** Control characters, line and paragraph separators, halves of surrogate pairs. */
const NOT_IN_A_NAME = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

export interface CreateAppDeps extends MakeApiKeyDeps {
  readonly keyStore: Pick<KeyStore, 'createApp'>;
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

export type CreateApp = (
  name: string,
  act: Act,
) => ResultAsync<CreatedApp, AppNameInvalid | StoreError>;

/** An app and its first key. */
export function createCreateApp(deps: CreateAppDeps): CreateApp {
  return (name, act) => {
    const trimmed = name.trim();
    const detail = faultOf(trimmed);
    if (detail !== null) return errAsync({ kind: 'app-name-invalid', detail });

    const app = { appId: deps.newId(), name: trimmed };
    return makeApiKey(deps, { appId: app.appId, name: FIRST_KEY_NAME }).andThen(
      ({ record, text }) =>
        deps.keyStore
          .createApp(app, record, act)
          .map((created) => ({ app: created, apiKey: text })),
    );
  };
}

function faultOf(name: string): string | null {
  const length = Array.from(name).length;
  if (length < 1 || length > MAX_NAME_LENGTH) {
    return `must have 1 to ${MAX_NAME_LENGTH} characters`;
  }
  return NOT_IN_A_NAME.test(name) ? 'must be one line of plain text' : null;
}
