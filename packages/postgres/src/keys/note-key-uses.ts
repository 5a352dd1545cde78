import { type KeyUse, timestampOf } from '@dialpad-cti/core';
import { type DatabasePool, sql } from 'slonik';

import { asKeeper } from '../connection/in-transaction.ts';
import { isStorable } from '../records/conditions.ts';

/** Locks the keys in the same order as all who change them, so that none waits for each other. */
export async function noteKeyUses(pool: DatabasePool, uses: readonly KeyUse[]): Promise<void> {
  const noted = uses.filter(({ keyId }) => isStorable(keyId));
  if (noted.length === 0) return;
  const keyIds = sql.array(
    noted.map(({ keyId }) => keyId),
    'text',
  );
  const times = sql.array(
    noted.map(({ at }) => timestampOf(at)),
    'timestamptz',
  );
  await asKeeper(pool, (connection) =>
    connection.query(sql.unsafe`
      WITH used AS (
        SELECT key_id, max(at) AS at
        FROM unnest(${keyIds}, ${times}) AS given (key_id, at)
        GROUP BY key_id
      ),
      held AS (
        SELECT api_keys.key_id
        FROM api_keys
        WHERE api_keys.key_id IN (SELECT used.key_id FROM used)
        ORDER BY api_keys.key_id
        FOR NO KEY UPDATE
      )
      UPDATE api_keys
      SET last_used_at = greatest(api_keys.last_used_at, used.at)
      FROM held
      JOIN used ON used.key_id = held.key_id
      WHERE api_keys.key_id = held.key_id
    `),
  );
}
