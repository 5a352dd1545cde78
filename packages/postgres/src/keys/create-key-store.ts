import type { AppNotFound, KeyStore } from '@dialpad-cti/core';
import { err, ok, type Result } from 'neverthrow';

import { attempt } from '../attempt.ts';
import { createApp, findApp, findOnlyApp, listApps, setAppActive } from './apps.ts';
import { closeRotation } from './close-rotation.ts';
import { readCredentialsEpoch } from './credentials-epoch.ts';
import { findApiKey } from './find-api-key.ts';
import { createHook, deleteHook, findHook, findHookStatus, listHooks } from './hooks.ts';
import type { KeyStoreDeps } from './key-store-deps.ts';
import { listKeys } from './list-keys.ts';
import { noteKeyUses } from './note-key-uses.ts';
import { putKey } from './put-key.ts';
import { resealSecrets } from './reseal-secrets.ts';
import { revokeKeys } from './revoke-keys.ts';
import { rotateSecret } from './rotate-secret.ts';

export function createPostgresKeyStore(deps: KeyStoreDeps): KeyStore {
  const { pool } = deps;
  return {
    createApp: (app, key, act) => attempt(() => createApp(deps, { app, key }, act)),
    app: (appId) => attempt(() => findApp(pool, appId)),
    apps: (page) => attempt(() => listApps(pool, page)),
    onlyApp: () => attempt(() => findOnlyApp(pool)),
    setAppActive: (appId, isActive, act) =>
      attempt(() => setAppActive(deps, { appId, isActive }, act)),
    apiKey: (keyId) => attempt(() => findApiKey(pool, keyId)),
    apiKeys: (appId, filter, page) => attempt(() => listKeys(deps, { ...filter, appId }, page)),
    putApiKey: (put, act) => attempt(() => putKey(deps, put, act)).andThen(found),
    revokeApiKeys: (appId, which, act) => attempt(() => revokeKeys(deps, { appId, which }, act)),
    noteKeyUses: (uses) => attempt(() => noteKeyUses(pool, uses)),
    createHook: (hook, act) =>
      attempt(() => createHook(deps, hook, act)).andThen((isCreated) =>
        isCreated ? ok() : err(appNotFound),
      ),
    hook: (hookId) => attempt(() => findHook(deps, hookId)),
    hooks: (filter, page) => attempt(() => listHooks(deps, filter, page)),
    hookStatus: (hookId) => attempt(() => findHookStatus(deps, hookId)),
    rotateHookSecret: (rotation, act) => attempt(() => rotateSecret(deps, rotation, act)),
    closeRotation: (hookId, previousUntil) =>
      attempt(() => closeRotation(pool, { hookId, previousUntil })),
    deleteHook: (hookId, act) => attempt(() => deleteHook(deps, hookId, act)),
    resealSecrets: (limit, act) => attempt(() => resealSecrets(deps, limit, act)),
    credentialsEpoch: () => attempt(() => readCredentialsEpoch(pool)),
  };
}

const appNotFound: AppNotFound = { kind: 'app-not-found' };

function found<Value>(value: Value | null): Result<Value, AppNotFound> {
  return value === null ? err(appNotFound) : ok(value);
}
