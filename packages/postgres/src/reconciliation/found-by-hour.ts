import type { LedgerHour, UnexplainedCall } from '@dialpad-cti/core';
import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';

import { timestamp } from '../records/list-page.ts';
import type { ByHour } from './count-by-hour.ts';
import type { HourWindow } from './hour-window.ts';

const UnexplainedRow = z.object({
  hour: z.number(),
  call_id: z.string(),
  reason: z.enum(['not-listed', 'differs']),
});
const StandingRow = z.object({
  hour: z.number(),
  standing: z.enum(['verified', 'unverifiable']),
});

export async function unexplainedByHour(
  connection: CommonQueryMethods,
  { appId, from, to }: HourWindow,
): Promise<ByHour<readonly UnexplainedCall[]>> {
  const rows = await connection.any(sql.type(UnexplainedRow)`
    SELECT date_trunc('hour', started_at, 'UTC') AS hour, call_id, reason
    FROM unexplained_calls
    WHERE app_id = ${appId}::uuid
      AND started_at >= ${timestamp(from)}
      AND started_at < ${timestamp(to)}
    ORDER BY call_id COLLATE "C"
  `);
  const calls = rows.map(({ hour, call_id: dialpadCallId, reason }) => ({
    hour,
    call: { dialpadCallId, reason },
  }));
  const byHour = Map.groupBy(calls, ({ hour }) => hour);
  return new Map([...byHour].map(([hour, found]) => [hour, found.map(({ call }) => call)]));
}

export async function standingsByHour(
  connection: CommonQueryMethods,
  { appId, from, to }: HourWindow,
): Promise<ByHour<LedgerHour['standing']>> {
  const rows = await connection.any(sql.type(StandingRow)`
    SELECT hour, standing
    FROM verified_hours
    WHERE app_id = ${appId}::uuid AND hour >= ${timestamp(from)} AND hour < ${timestamp(to)}
  `);
  return new Map(rows.map(({ hour, standing }) => [hour, standing]));
}
