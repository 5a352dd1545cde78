import type { KeyStore } from '@dialpad-cti/core';
import { err, ok } from 'neverthrow';

import { attempt } from '../attempt.ts';
import { createApp, findApp, findOnlyApp, listApps, setAppActive } from './apps.ts';
import { readCredentialsEpoch } from './credentials-epoch.ts';
import { findApiKey } from './find-api-key.ts';
import { createHook, findHook } from './hooks.ts';
import type { KeyStoreDeps } from './key-store-deps.ts';

export function createPostgresKeyStore(deps: KeyStoreDeps): KeyStore {
  const { pool } = deps;
  return {
    createApp: (app, key) => attempt(() => createApp(deps, app, key)),
    app: (appId) => attempt(() => findApp(pool, appId)),
    apps: (page) => attempt(() => listApps(pool, page)),
    onlyApp: () => attempt(() => findOnlyApp(pool)),
    setAppActive: (appId, isActive) => attempt(() => setAppActive(pool, appId, isActive)),
    apiKey: (keyId) => attempt(() => findApiKey(pool, keyId)),
    createHook: (hook) =>
      attempt(() => createHook(deps, hook)).andThen((isCreated) =>
        isCreated ? ok() : err({ kind: 'app-not-found' as const }),
      ),
    hook: (hookId) => attempt(() => findHook(deps, hookId)),
    credentialsEpoch: () => attempt(() => readCredentialsEpoch(pool)),
  };
}
