import { err, ok } from 'neverthrow';

import type { Act } from '../domain/act.ts';
import type { ApiKeyState, ApiKeyStatus, StoredApiKey } from '../domain/api-key.ts';
import { timestampOf } from '../domain/scalars.ts';
import type { KeyStore, KeyUse, PutApiKey, PutKey, WhichKeys } from '../ports/key-store.ts';
import { attempt } from './attempt.ts';
import type { ApiKeyRow, KeyStoreParts } from './key-store-parts.ts';
import { newKeyRow } from './new-key-row.ts';
import { type ListOrder, paginate } from './paginate.ts';

const NEWEST_FIRST: ListOrder<ApiKeyStatus> = {
  value: ({ createdAt }) => createdAt,
  id: ({ keyId }) => keyId,
  isDescending: true,
};

export function createMemoryApiKeys(
  parts: KeyStoreParts,
): Pick<KeyStore, 'apiKey' | 'apiKeys' | 'putApiKey' | 'revokeApiKeys' | 'noteKeyUses'> {
  return {
    apiKey: (keyId) => attempt(() => apiKey(parts, keyId)),
    apiKeys: (appId, { name }, page) =>
      attempt(() => {
        if (!parts.apps.has(appId)) return null;
        const rows = keysOf(parts, appId).filter((key) => name === undefined || key.name === name);
        const now = parts.now();
        return paginate(
          rows.map((row) => statusAt(row, now)),
          NEWEST_FIRST,
          page,
        );
      }),
    putApiKey: (put, act) =>
      attempt(() => putApiKey(parts, put, act)).andThen((made) =>
        made === null ? err({ kind: 'app-not-found' as const }) : ok(made),
      ),
    revokeApiKeys: (appId, which, act) =>
      attempt(() => (parts.apps.has(appId) ? revokeApiKeys(parts, { appId, which, act }) : null)),
    noteKeyUses: (uses) => attempt(() => noteKeyUses(parts, uses)),
  };
}

function apiKey({ keys, apps }: KeyStoreParts, keyId: string): StoredApiKey | null {
  const row = keys.get(keyId);
  if (row === undefined) return null;
  const { appId, name, pepperId, hash, expiresAt, revokedAt } = row;
  const digest = Uint8Array.from(row.digest);
  const isAppActive = apps.get(appId)?.isActive ?? false;
  return { keyId, appId, name, digest, pepperId, hash, isAppActive, expiresAt, revokedAt };
}

/** Null when there is no such app. */
function putApiKey(parts: KeyStoreParts, put: PutApiKey, act: Act): PutKey | null {
  const { key, expiresAt, overlapMs } = put;
  const { keyId, appId, name } = key;
  if (!parts.apps.has(appId)) return null;
  if (parts.keys.has(keyId)) throw new Error('the key exists');

  const now = parts.now();
  const named = keysOf(parts, appId).filter((row) => row.name === name);
  const before = named.map((row) => ({ row, changed: succeeded(row, now, overlapMs) }));
  const fading = before.find(({ row, changed }) => !row.isReplaced && opens(changed, now));
  const made = newKeyRow(key, { createdAt: now, expiresAt });
  const answer = {
    key: statusAt(made, now),
    replaced: fading === undefined ? null : statusAt(fading.changed, now),
  };

  for (const row of [...before.map(({ changed }) => changed), made]) parts.keys.set(row.keyId, row);
  parts.epoch.current += 1;
  const action = named.some((row) => opens(row, now)) ? 'api-key.rotated' : 'api-key.created';
  parts.note(act, { action, appId, subjectId: keyId, name });
  return answer;
}

/** What becomes of a key when another one takes its name. */
function succeeded(row: ApiKeyRow, now: number, overlapMs: number): ApiKeyRow {
  if (!opens(row, now)) return { ...row, isReplaced: true };
  if (row.isReplaced || overlapMs <= 0) return { ...row, isReplaced: true, revokedAt: now };
  const expiresAt = Math.min(row.expiresAt ?? Infinity, now + overlapMs);
  return { ...row, isReplaced: true, expiresAt };
}

interface Revocation {
  readonly appId: string;
  readonly which: WhichKeys;
  readonly act: Act;
}

function revokeApiKeys(
  parts: KeyStoreParts,
  { appId, which, act }: Revocation,
): readonly ApiKeyStatus[] {
  const now = parts.now();
  const ended = keysOf(parts, appId)
    .filter((row) => opens(row, now) && isMeant(row, which))
    .map((row) => ({ ...row, revokedAt: now }));
  for (const row of ended) {
    parts.keys.set(row.keyId, row);
    parts.note(act, { action: 'api-key.revoked', appId, subjectId: row.keyId, name: row.name });
  }
  if (ended.length > 0) parts.epoch.current += 1;
  return ended.map((row) => statusAt(row, now));
}

function isMeant({ keyId, name }: ApiKeyRow, which: WhichKeys): boolean {
  switch (which.kind) {
    case 'all':
      return true;
    case 'named':
      return name === which.name;
    case 'one':
      return keyId === which.keyId;
  }
}

function noteKeyUses({ keys }: KeyStoreParts, uses: readonly KeyUse[]): void {
  for (const { keyId, at } of uses) {
    const row = keys.get(keyId);
    if (row === undefined) continue;
    keys.set(keyId, { ...row, lastUsedAt: Math.max(row.lastUsedAt ?? at, at) });
  }
}

function keysOf({ keys }: KeyStoreParts, appId: string): readonly ApiKeyRow[] {
  return [...keys.values()].filter((row) => row.appId === appId);
}

function opens({ expiresAt, revokedAt }: ApiKeyRow, now: number): boolean {
  return now < (expiresAt ?? Infinity) && now < (revokedAt ?? Infinity);
}

function statusAt(row: ApiKeyRow, now: number): ApiKeyStatus {
  return {
    keyId: row.keyId,
    appId: row.appId,
    name: row.name,
    state: stateOf(row, now),
    createdAt: timestampOf(row.createdAt),
    expiresAt: timestampOf(row.expiresAt),
    revokedAt: timestampOf(row.revokedAt),
    lastUsedAt: timestampOf(row.lastUsedAt),
  };
}

function stateOf(row: ApiKeyRow, now: number): ApiKeyState {
  if (row.revokedAt !== null) return 'revoked';
  if (!opens(row, now)) return 'expired';
  return row.isReplaced ? 'replaced' : 'active';
}
