import type { StoredApiKey } from '@dialpad-cti/core';
import type { DatabasePool } from 'slonik';

import { asKeeper } from '../connection/in-transaction.ts';
import { isStorable } from '../records/conditions.ts';
import { apiKeyQuery } from './api-key-query.ts';

export async function findApiKey(pool: DatabasePool, keyId: string): Promise<StoredApiKey | null> {
  if (!isStorable(keyId)) return null;
  const row = await asKeeper(pool, (connection) => connection.maybeOne(apiKeyQuery(keyId)));
  if (row === null) return null;
  return {
    keyId: row.key_id,
    appId: row.app_id,
    name: row.name,
    digest: Uint8Array.from(row.digest),
    pepperId: row.pepper_id,
    hash: row.hash,
    isAppActive: row.is_active,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  };
}
