import assert from 'node:assert/strict';

import type { ApiKeyState } from '../../domain/api-key.ts';
import { timestampOf } from '../../domain/scalars.ts';
import type { KeyStore } from '../../ports/key-store.ts';
import { allKeys } from './all-keys.ts';
import { answered } from './answered.ts';

export async function stored(store: KeyStore, keyId: string) {
  const key = await answered(store.apiKey(keyId));
  assert.ok(key !== null);
  return { expiresAt: key.expiresAt, revokedAt: key.revokedAt };
}

/** As everybody judges who reads the key. */
export async function opens(store: KeyStore, keyId: string): Promise<boolean> {
  const { expiresAt, revokedAt } = await stored(store, keyId);
  const now = Date.now();
  return now < (expiresAt ?? Infinity) && now < (revokedAt ?? Infinity);
}

export async function assertRevoked(
  store: KeyStore,
  appId: string,
  keyIds: readonly string[],
): Promise<void> {
  const listed = await allKeys(store, appId);
  for (const keyId of keyIds) {
    const { revokedAt } = await stored(store, keyId);
    assert.ok(revokedAt !== null && revokedAt <= Date.now());
    const status = listed.find((key) => key.keyId === keyId);
    assert.deepEqual([status?.state, status?.revokedAt], ['revoked', timestampOf(revokedAt)]);
  }
}

export async function statesOf(
  store: KeyStore,
  appId: string,
): Promise<Readonly<Record<string, ApiKeyState>>> {
  const keys = await allKeys(store, appId);
  return Object.fromEntries(keys.map(({ keyId, state }) => [keyId, state]));
}
