import { sql } from 'slonik';
import { z } from 'zod';

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

/** By the id alone, over all apps: one look at each index. */
export function apiKeyQuery(keyId: string) {
  return sql.type(KeyRow)`
    SELECT
      api_keys.app_id, api_keys.key_id, api_keys.name, api_keys.digest, api_keys.pepper_id,
      api_keys.hash, api_keys.expires_at, api_keys.revoked_at, apps.is_active
    FROM api_keys
    JOIN apps ON apps.app_id = api_keys.app_id
    WHERE api_keys.key_id = ${keyId}
  `;
}
