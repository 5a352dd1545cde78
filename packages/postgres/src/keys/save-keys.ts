import { timestampOf } from '@dialpad-cti/core';
import { type CommonQueryMethods, sql } from 'slonik';

import type { KeyRow } from './api-key-rows.ts';

/** Writes what of held keys may change: when each was replaced, and when it ends. */
export async function saveKeys(
  connection: CommonQueryMethods,
  rows: readonly KeyRow[],
): Promise<void> {
  const times = (column: 'expires_at' | 'replaced_at' | 'revoked_at') =>
    sql.array(
      rows.map((row) => timestampOf(row[column])),
      'timestamptz',
    );
  const keyIds = sql.array(
    rows.map(({ key_id }) => key_id),
    'text',
  );
  await connection.query(sql.unsafe`
    UPDATE api_keys
    SET
      expires_at = changed.expires_at,
      replaced_at = changed.replaced_at,
      revoked_at = changed.revoked_at
    FROM unnest(
      ${keyIds}, ${times('expires_at')}, ${times('replaced_at')}, ${times('revoked_at')}
    ) AS changed (key_id, expires_at, replaced_at, revoked_at)
    WHERE api_keys.key_id = changed.key_id
  `);
}
