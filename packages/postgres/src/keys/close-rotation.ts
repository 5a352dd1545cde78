import { timestampOf } from '@dialpad-cti/core';
import { type DatabasePool, sql } from 'slonik';

import { asKeeper } from '../connection/in-transaction.ts';
import { isStorable } from '../records/conditions.ts';
import { raiseCredentialsEpoch } from './credentials-epoch.ts';

/** One that is not open stays as it is. */
export async function closeRotation(
  pool: DatabasePool,
  { hookId, previousUntil }: { readonly hookId: string; readonly previousUntil: number },
): Promise<void> {
  if (!isStorable(hookId)) return;
  await asKeeper(pool, async (connection) => {
    const { rowCount } = await connection.query(sql.unsafe`
      UPDATE dialpad_webhooks
      SET previous_secret_until = ${timestampOf(previousUntil)}::timestamptz
      WHERE hook_id = ${hookId}
        AND previous_secret IS NOT NULL
        AND previous_secret_until IS NULL
    `);
    if (rowCount > 0) await raiseCredentialsEpoch(connection);
  });
}
