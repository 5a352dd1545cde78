import { err, ok } from 'neverthrow';

import type { ApiKeyRecord, StoredApiKey } from '../domain/api-key.ts';
import type { App } from '../domain/app.ts';
import type { Hook } from '../domain/hook.ts';
import { timestampOf } from '../domain/scalars.ts';
import type { KeyStore, NewHook } from '../ports/key-store.ts';
import { attempt } from './attempt.ts';
import { type ListOrder, paginate } from './paginate.ts';

export interface MemoryKeyStoreDeps {
  /** Epoch ms. */
  readonly now: () => number;
}

const NEWEST_FIRST: ListOrder<App> = {
  value: ({ createdAt }) => createdAt,
  id: ({ appId }) => appId,
  isDescending: true,
};

/** Nothing outlives the process, so secrets lie in it as they are. */
export function createMemoryKeyStore({ now }: MemoryKeyStoreDeps): KeyStore {
  const state: State = { apps: new Map(), keys: new Map(), hooks: new Map(), epoch: 0 };

  return {
    createApp: (app, key) =>
      attempt(() =>
        createApp(state, { ...app, isActive: true, createdAt: timestampOf(now()) }, key),
      ),
    app: (appId) => attempt(() => state.apps.get(appId) ?? null),
    apps: (page) => attempt(() => paginate([...state.apps.values()], NEWEST_FIRST, page)),
    onlyApp: () => attempt(() => onlyApp(state)),
    setAppActive: (appId, isActive) => attempt(() => setAppActive(state, appId, isActive)),
    apiKey: (keyId) => attempt(() => apiKey(state, keyId)),
    createHook: (hook) =>
      attempt(() => createHook(state, hook)).andThen((isCreated) =>
        isCreated ? ok() : err({ kind: 'app-not-found' as const }),
      ),
    hook: (hookId) => attempt(() => state.hooks.get(hookId) ?? null),
    credentialsEpoch: () => attempt(() => state.epoch),
  };
}

interface State {
  /** By id. */
  readonly apps: Map<string, App>;
  readonly keys: Map<string, ApiKeyRecord>;
  readonly hooks: Map<string, Hook>;
  epoch: number;
}

/** Looks at everything before it changes anything: that makes it both or neither. */
function createApp(state: State, app: App, key: ApiKeyRecord): App {
  const { appId } = app;
  if (state.apps.has(appId)) throw new Error('the app exists');
  if (state.keys.has(key.keyId)) throw new Error('the key exists');
  if (key.appId !== appId) throw new Error('the key is for another app');

  state.apps.set(appId, app);
  state.keys.set(key.keyId, { ...key, digest: Uint8Array.from(key.digest) });
  state.epoch += 1;
  return app;
}

function onlyApp({ apps }: State): App | null {
  const [first = null] = apps.values();
  return apps.size === 1 ? first : null;
}

function setAppActive(state: State, appId: string, isActive: boolean): App | null {
  const app = state.apps.get(appId);
  if (app === undefined) return null;
  const changed = { ...app, isActive };
  state.apps.set(appId, changed);
  state.epoch += 1;
  return changed;
}

function apiKey(state: State, keyId: string): StoredApiKey | null {
  const key = state.keys.get(keyId);
  if (key === undefined) return null;
  const isAppActive = state.apps.get(key.appId)?.isActive ?? false;
  const digest = Uint8Array.from(key.digest);
  return { ...key, digest, isAppActive, expiresAt: null, revokedAt: null };
}

function createHook(state: State, { hookId, appId, secret }: NewHook): boolean {
  if (!state.apps.has(appId)) return false;
  if (state.hooks.has(hookId)) throw new Error('the hook exists');
  state.hooks.set(hookId, { hookId, appId, secrets: [secret] });
  state.epoch += 1;
  return true;
}
