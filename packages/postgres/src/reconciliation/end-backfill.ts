import { type BackfillEnd, type BackfillHold, timestampOf } from '@dialpad-cti/core';
import { type CommonQueryMethods, sql } from 'slonik';

import { asReconciler } from '../connection/in-transaction.ts';
import { timestamp } from '../records/list-page.ts';
import { heldBy } from './note-progress.ts';
import type { ReconciliationStoreDeps } from './reconciliation-store-deps.ts';

const KEPT_MS = 7 * 24 * 60 * 60_000;

export async function endBackfill(
  { pool, sources }: ReconciliationStoreDeps,
  held: BackfillHold,
  end: BackfillEnd,
): Promise<boolean> {
  const where = heldBy(held);
  if (where === null) return false;
  const now = sources.now();
  return asReconciler(pool, async (connection) => {
    const { rowCount } = await connection.query(sql.unsafe`
      UPDATE backfills
      SET state = ${end.kind},
          error = ${end.kind === 'failed' ? end.error : null},
          reached = ${end.kind === 'done' ? sql.fragment`from_at` : sql.fragment`reached`},
          finished_at = ${timestampOf(now)}::timestamptz
      WHERE ${where}
    `);
    if (rowCount === 0) return false;
    if (end.kind === 'done') await noteHours(connection, held, 'verified');
    else if (end.isUnverifiable) await noteHours(connection, held, 'unverifiable');
    await forgetOld(connection, held.appId, now - KEPT_MS);
    return true;
  });
}

/** What is verified stays so. */
async function noteHours(
  connection: CommonQueryMethods,
  { appId, id }: BackfillHold,
  standing: 'verified' | 'unverifiable',
): Promise<void> {
  await connection.query(sql.unsafe`
    INSERT INTO verified_hours AS known (app_id, hour, standing)
    SELECT app_id, hour, ${standing}
    FROM backfills
    CROSS JOIN LATERAL generate_series(
      date_trunc('hour', from_at + interval '1 hour' - interval '1 microsecond', 'UTC'),
      least(to_at, begun_at) - interval '1 hour',
      interval '1 hour'
    ) AS hour
    WHERE app_id = ${appId}::uuid AND id = ${id}::uuid
    ON CONFLICT (app_id, hour) DO UPDATE
      SET standing = excluded.standing
      WHERE known.standing <> 'verified' AND known.standing <> excluded.standing
  `);
}

/** Not the one that tells up to when the list was walked. */
async function forgetOld(
  connection: CommonQueryMethods,
  appId: string,
  before: number,
): Promise<void> {
  await connection.query(sql.unsafe`
    DELETE FROM backfills
    WHERE app_id = ${appId}::uuid
      AND reason <> 'operator'
      AND finished_at < ${timestamp(before)}
      AND (
        state <> 'done'
        OR to_at < (
          SELECT max(walked.to_at)
          FROM backfills AS walked
          WHERE walked.app_id = ${appId}::uuid AND walked.state = 'done'
        )
      )
  `);
}
