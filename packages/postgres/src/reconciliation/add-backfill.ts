import { type Act, type Backfill, type NewBackfill, timestampOf } from '@dialpad-cti/core';
import { sql } from 'slonik';

import { writeAudit } from '../audit/write-audit.ts';
import { asReconciler } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { timestamp } from '../records/list-page.ts';
import { BACKFILL_COLUMNS, BackfillRow, backfillOf } from './backfill-rows.ts';
import type { ReconciliationStoreDeps } from './reconciliation-store-deps.ts';

const LATEST = Date.UTC(2100, 0, 1);

/** Null when the app does not exist. */
export async function addBackfill(
  { pool, sources }: ReconciliationStoreDeps,
  { appId, reason, from, to }: NewBackfill,
  act: Act | null,
): Promise<Backfill | null> {
  if (!isUuid(appId)) return null;
  if (!(from >= 0 && from < to && to <= LATEST)) throw new Error('not a window of time');
  const id = sources.newId();
  const createdAt = timestampOf(sources.now());
  const row = await asReconciler(pool, async (connection) => {
    const added = await connection.maybeOne(sql.type(BackfillRow)`
      INSERT INTO backfills AS queued (app_id, id, reason, from_at, to_at, reached, created_at)
      SELECT
        apps.app_id, ${id}::uuid, ${reason}, ${timestamp(from)}, ${timestamp(to)},
        ${timestamp(to)}, ${createdAt}::timestamptz
      FROM apps
      WHERE apps.app_id = ${appId}::uuid
      ON CONFLICT (app_id, reason) WHERE state = 'queued' AND reason <> 'operator' DO UPDATE
        SET from_at = least(queued.from_at, excluded.from_at),
            to_at = greatest(queued.to_at, excluded.to_at),
            reached = greatest(queued.to_at, excluded.to_at)
      RETURNING ${BACKFILL_COLUMNS}
    `);
    if (added !== null && act !== null) {
      const asked = { ...act, appId, subjectId: added.id, action: 'backfill.requested' as const };
      await writeAudit(connection, sources, asked);
    }
    return added;
  });
  return row === null ? null : backfillOf(row);
}
