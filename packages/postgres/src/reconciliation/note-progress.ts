import type { BackfillHold, BackfillProgress } from '@dialpad-cti/core';
import { type FragmentSqlToken, sql } from 'slonik';

import { asReconciler } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { timestamp } from '../records/list-page.ts';
import { milliseconds } from './milliseconds.ts';
import type { ReconciliationStoreDeps } from './reconciliation-store-deps.ts';

export async function noteProgress(
  { pool }: ReconciliationStoreDeps,
  held: BackfillHold,
  progress: BackfillProgress & { readonly leaseMs: number },
): Promise<boolean> {
  const where = heldBy(held);
  if (where === null) return false;
  const { reached, listed, recovered, leaseMs } = progress;
  const { rowCount } = await asReconciler(pool, (connection) =>
    connection.query(sql.unsafe`
      UPDATE backfills
      SET reached = ${timestamp(reached)},
          listed = listed + ${listed},
          recovered = recovered + ${recovered},
          held_until = clock_timestamp() + ${milliseconds(leaseMs)}
      WHERE ${where}
    `),
  );
  return rowCount > 0;
}

/** The one row, while it is ours. Null when there can be none. */
export function heldBy({ appId, id, hold }: BackfillHold): FragmentSqlToken | null {
  if (!isUuid(appId) || !isUuid(id) || !isUuid(hold)) return null;
  return sql.fragment`
    app_id = ${appId}::uuid AND id = ${id}::uuid AND hold = ${hold}::uuid AND state = 'running'`;
}
