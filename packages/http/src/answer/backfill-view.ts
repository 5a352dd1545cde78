import {
  BACKFILL_REASONS,
  BACKFILL_STATES,
  type Backfill,
  Timestamp,
  timestampOf,
} from '@dialpad-cti/core';
import { z } from 'zod';

export const BackfillView = z.object({
  id: z.uuid(),
  app_id: z.uuid(),
  reason: z
    .enum(BACKFILL_REASONS)
    .describe('`operator`: it was asked for; all others the server began by itself.'),
  from: Timestamp,
  to: Timestamp.describe('Calls that started before.'),
  state: z.enum(BACKFILL_STATES),
  progress: z.number().min(0).max(1).describe('Which share of its time is done, 0 to 1.'),
  reached: Timestamp.describe('What started from then on is done: the newest calls come first.'),
  listed: z.int().describe('Calls that Dialpad listed.'),
  recovered: z.int().describe('Calls of which something was lacking, and is stored now.'),
  error: z.string().nullable().describe('Why it failed; null unless it did.'),
  created_at: Timestamp,
  finished_at: Timestamp.nullable(),
});
export type BackfillView = z.infer<typeof BackfillView>;

export function backfillView(backfill: Backfill): BackfillView {
  return {
    id: backfill.id,
    app_id: backfill.appId,
    reason: backfill.reason,
    from: timestampOf(backfill.from),
    to: timestampOf(backfill.to),
    state: backfill.state,
    progress: progressOf(backfill),
    reached: timestampOf(backfill.reached),
    listed: backfill.listed,
    recovered: backfill.recovered,
    error: backfill.error,
    created_at: backfill.createdAt,
    finished_at: backfill.finishedAt,
  };
}

function progressOf({ state, from, to, reached }: Backfill): number {
  if (state === 'done') return 1;
  const share = (to - reached) / Math.max(1, to - from);
  return Math.min(1, Math.max(0, share));
}
