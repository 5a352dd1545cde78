import { timestampOf, type UnexplainedCall } from '@dialpad-cti/core';
import { type DatabasePool, sql } from 'slonik';

import { asReconciler } from '../connection/in-transaction.ts';
import { timestamp } from '../records/list-page.ts';

export interface Findings {
  readonly appId: string;
  readonly window: { readonly from: number; readonly to: number };
  readonly calls: readonly (UnexplainedCall & { readonly startedAt: number })[];
}

/** Of a call found twice the last word counts. */
export async function putUnexplained(
  pool: DatabasePool,
  { appId, window, calls }: Findings,
): Promise<void> {
  const found = [...new Map(calls.map((call) => [call.dialpadCallId, call])).values()];
  const ids = sql.array(
    found.map(({ dialpadCallId }) => dialpadCallId),
    'text',
  );
  const reasons = sql.array(
    found.map(({ reason }) => reason),
    'text',
  );
  const starts = sql.array(
    found.map(({ startedAt }) => timestampOf(startedAt)),
    'timestamptz',
  );
  await asReconciler(pool, async (connection) => {
    await connection.query(sql.unsafe`
      DELETE FROM unexplained_calls
      WHERE app_id = ${appId}::uuid
        AND started_at >= ${timestamp(window.from)}
        AND started_at < ${timestamp(window.to)}
    `);
    if (found.length === 0) return;
    await connection.query(sql.unsafe`
      INSERT INTO unexplained_calls (app_id, call_id, reason, started_at)
      SELECT ${appId}::uuid, call_id, reason, started_at
      FROM unnest(${ids}, ${reasons}, ${starts}) AS found (call_id, reason, started_at)
      ON CONFLICT (app_id, call_id) DO UPDATE
        SET reason = excluded.reason, started_at = excluded.started_at
    `);
  });
}
