import { INFERENCE_HOOK_ID, RECONCILIATION_HOOK_ID } from '@dialpad-cti/core';
import { type CommonQueryMethods, type FragmentSqlToken, sql } from 'slonik';
import { z } from 'zod';

import { firstIdOf } from '../new-id.ts';
import { timestamp } from '../records/list-page.ts';
import type { HourWindow } from './hour-window.ts';
import { ID_SLACK_MS } from './read-silent-calls.ts';

/** By the hour's beginning, epoch ms. */
export type ByHour<Value> = ReadonlyMap<number, Value>;

const CountRow = z.object({ hour: z.number(), count: z.number() });
const OURS = sql.fragment`(${RECONCILIATION_HOOK_ID}, ${INFERENCE_HOOK_ID})`;

/** Along the ids of the window: no other index tells when an event came. */
export async function receivedByHour(
  connection: CommonQueryMethods,
  { appId, from, to }: HourWindow,
): Promise<ByHour<number>> {
  const rows = await connection.any(sql.type(CountRow)`
    SELECT date_trunc('hour', received_at, 'UTC') AS hour, count(*) AS count
    FROM webhook_events
    WHERE app_id = ${appId}::uuid
      AND id >= ${firstIdOf(from - ID_SLACK_MS)}::uuid
      AND id < ${firstIdOf(to + ID_SLACK_MS)}::uuid
      AND received_at >= ${timestamp(from)}
      AND received_at < ${timestamp(to)}
      AND hook_id NOT IN ${OURS}
    GROUP BY 1
  `);
  return byHour(rows);
}

export async function repeatedByHour(
  connection: CommonQueryMethods,
  { appId, from, to }: HourWindow,
): Promise<ByHour<number>> {
  const rows = await connection.any(sql.type(CountRow)`
    SELECT date_trunc('hour', first.received_at, 'UTC') AS hour, sum(deliveries - 1)::bigint AS count
    FROM event_digests AS repeated
    JOIN webhook_events AS first
      ON first.app_id = repeated.app_id AND first.id = repeated.event_id
    WHERE repeated.app_id = ${appId}::uuid
      AND repeated.deliveries > 1
      AND repeated.event_id >= ${firstIdOf(from - ID_SLACK_MS)}::uuid
      AND repeated.event_id < ${firstIdOf(to + ID_SLACK_MS)}::uuid
      AND repeated.hook_id NOT IN ${OURS}
      AND first.received_at >= ${timestamp(from)}
      AND first.received_at < ${timestamp(to)}
    GROUP BY 1
  `);
  return byHour(rows);
}

/**
 * A call is fetched after it began. Without a known beginning its record's stands for it, which an event
 * may have waited for so long.
 */
const LONGEST_WAIT_MS = 24 * 60 * 60_000;

/**
 * Found by the digests of their hook, since no index leads from a hook to its events. Those from before
 * the window are passed over by their ids: else each look would be at all that was ever fetched.
 */
export async function fetchedByHour(
  connection: CommonQueryMethods,
  window: HourWindow,
): Promise<{ readonly recovered: ByHour<number>; readonly inferred: ByHour<number> }> {
  const recovered = await countFetched(connection, window, {
    hookId: RECONCILIATION_HOOK_ID,
    count: sql.fragment`count(*)`,
  });
  const inferred = await countFetched(connection, window, {
    hookId: INFERENCE_HOOK_ID,
    count: sql.fragment`count(DISTINCT calls.id)`,
  });
  return { recovered, inferred };
}

async function countFetched(
  connection: CommonQueryMethods,
  { appId, from, to }: HourWindow,
  { hookId, count }: { readonly hookId: string; readonly count: FragmentSqlToken },
): Promise<ByHour<number>> {
  const hour = sql.fragment`coalesce(calls.started_at, calls.created_at)`;
  const rows = await connection.any(sql.type(CountRow)`
    SELECT date_trunc('hour', ${hour}, 'UTC') AS hour, ${count} AS count
    FROM event_digests AS fetched
    JOIN webhook_events AS event
      ON event.app_id = fetched.app_id AND event.id = fetched.event_id
    JOIN calls
      ON calls.app_id = event.app_id AND calls.call_id = event.subject_id
    WHERE fetched.app_id = ${appId}::uuid
      AND fetched.hook_id = ${hookId}
      AND fetched.event_id >= ${firstIdOf(from - LONGEST_WAIT_MS)}::uuid
      AND event.kind = 'call'
      AND ${hour} >= ${timestamp(from)}
      AND ${hour} < ${timestamp(to)}
    GROUP BY 1
  `);
  return byHour(rows);
}

function byHour(rows: readonly z.infer<typeof CountRow>[]): ByHour<number> {
  return new Map(rows.map(({ hour, count }) => [hour, count]));
}
