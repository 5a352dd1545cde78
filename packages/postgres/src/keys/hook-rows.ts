import { type HookStatus, timestampOf } from '@dialpad-cti/core';
import { sql } from 'slonik';
import { z } from 'zod';

export const STATUS_COLUMNS = sql.fragment`
  app_id, hook_id, created_at, previous_secret_until,
  previous_secret IS NOT NULL AS has_previous_secret`;

export const StatusRow = z.object({
  app_id: z.string(),
  hook_id: z.string(),
  created_at: z.number(),
  previous_secret_until: z.number().nullable(),
  has_previous_secret: z.boolean(),
});
export type StatusRow = z.infer<typeof StatusRow>;

export function hookStatus(row: StatusRow, now: number): HookStatus {
  const until = row.previous_secret_until;
  return {
    hookId: row.hook_id,
    appId: row.app_id,
    createdAt: timestampOf(row.created_at),
    previousSecretUntil: until !== null && until > now ? timestampOf(until) : null,
    isRotationOpen: row.has_previous_secret && until === null,
  };
}
