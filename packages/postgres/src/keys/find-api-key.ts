import type { StoredApiKey } from '@dialpad-cti/core';
import { type DatabasePool, sql } from 'slonik';
import { z } from 'zod';

import { asKeeper } from '../connection/in-transaction.ts';
import { isStorable } from '../records/conditions.ts';

const KeyRow = z.object({
  app_id: z.string(),
  key_id: z.string(),
  name: z.string(),
  digest: z.instanceof(Uint8Array),
  pepper_id: z.string(),
  hash: z.string(),
  expires_at: z.number().nullable(),
  revoked_at: z.number().nullable(),
  is_active: z.boolean(),
});

export async function findApiKey(pool: DatabasePool, keyId: string): Promise<StoredApiKey | null> {
  if (!isStorable(keyId)) return null;
  const row = await asKeeper(pool, (connection) =>
    connection.maybeOne(sql.type(KeyRow)`
      SELECT
        api_keys.app_id, api_keys.key_id, api_keys.name, api_keys.digest, api_keys.pepper_id,
        api_keys.hash, api_keys.expires_at, api_keys.revoked_at, apps.is_active
      FROM api_keys
      JOIN apps ON apps.app_id = api_keys.app_id
      WHERE api_keys.key_id = ${keyId}
    `),
  );
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
