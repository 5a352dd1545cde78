import type { HeldBackfill } from '@dialpad-cti/core';
import { sql } from 'slonik';

import { asReconciler } from '../connection/in-transaction.ts';
import { BackfillRow, backfillOf } from './backfill-rows.ts';
import { milliseconds } from './milliseconds.ts';
import type { ReconciliationStoreDeps } from './reconciliation-store-deps.ts';

/** Whoever takes one comes after whoever took the last: two would not see each other's. */
const TAKING = 0x6261636b;

/**
 * Leases are by the database's clock, the same for all processes. Of an app whose holder is gone only
 * what that one had is taken: the others wait behind it.
 */
export async function takeBackfill(
  { pool, sources }: ReconciliationStoreDeps,
  leaseMs: number,
): Promise<HeldBackfill | null> {
  const hold = sources.newId();
  const row = await asReconciler(pool, async (connection) => {
    await connection.query(sql.unsafe`SELECT pg_advisory_xact_lock(${TAKING})`);
    return connection.maybeOne(sql.type(BackfillRow)`
      WITH next AS (
        SELECT waiting.app_id, waiting.id
        FROM backfills AS waiting
        WHERE waiting.state IN ('queued', 'running')
          AND coalesce(waiting.held_until <= clock_timestamp(), waiting.state = 'queued')
          AND NOT EXISTS (
            SELECT FROM backfills AS begun
            WHERE begun.app_id = waiting.app_id
              AND begun.state = 'running'
              AND begun.id <> waiting.id
          )
        ORDER BY coalesce(waiting.held_until, waiting.created_at), waiting.id
        LIMIT 1
        FOR UPDATE
      )
      UPDATE backfills
      SET state = 'running',
          hold = ${hold}::uuid,
          begun_at = coalesce(begun_at, clock_timestamp()),
          held_until = clock_timestamp() + ${milliseconds(leaseMs)}
      FROM next
      WHERE backfills.app_id = next.app_id AND backfills.id = next.id
      RETURNING ${COLUMNS}
    `);
  });
  return row === null ? null : { ...backfillOf(row), hold };
}

const COLUMNS = sql.fragment`
  backfills.id, backfills.app_id, reason, from_at, to_at, state, reached, listed, recovered, error,
  created_at, finished_at`;
