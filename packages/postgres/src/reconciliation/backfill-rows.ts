import { BACKFILL_REASONS, BACKFILL_STATES, type Backfill, timestampOf } from '@dialpad-cti/core';
import { sql } from 'slonik';
import { z } from 'zod';

export const BACKFILL_COLUMNS = sql.fragment`
  id, app_id, reason, from_at, to_at, state, reached, listed, recovered, error, created_at,
  finished_at`;

/** Times as epoch ms. */
export const BackfillRow = z.object({
  id: z.string(),
  app_id: z.string(),
  reason: z.enum(BACKFILL_REASONS),
  from_at: z.number(),
  to_at: z.number(),
  state: z.enum(BACKFILL_STATES),
  reached: z.number(),
  listed: z.number(),
  recovered: z.number(),
  error: z.string().nullable(),
  created_at: z.number(),
  finished_at: z.number().nullable(),
});
export type BackfillRow = z.infer<typeof BackfillRow>;

export function backfillOf(row: BackfillRow): Backfill {
  return {
    id: row.id,
    appId: row.app_id,
    reason: row.reason,
    from: row.from_at,
    to: row.to_at,
    state: row.state,
    reached: row.reached,
    listed: row.listed,
    recovered: row.recovered,
    error: row.error,
    createdAt: timestampOf(row.created_at),
    finishedAt: timestampOf(row.finished_at),
  };
}
