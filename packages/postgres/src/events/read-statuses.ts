import { type EventStatus, timestampOf } from '@dialpad-cti/core';
import { type CommonQueryMethods, sql } from 'slonik';

import type { EventSelection } from './event-conditions.ts';
import { eventSources } from './event-sources.ts';
import { payloadDigestSql } from './payload-digest-sql.ts';

export interface StatusRange {
  readonly beforeId?: string | undefined;
  readonly limit: number;
  readonly offset?: number | undefined;
}

/** The newest of a selection first: by id, which is by arrival. */
export async function readStatuses(
  connection: CommonQueryMethods,
  selection: EventSelection,
  { beforeId, limit, offset = 0 }: StatusRange,
): Promise<readonly EventStatus[]> {
  const sources = eventSources(selection, { beforeId, most: offset + limit });
  if (sources.length === 0) return [];
  const { rows } = await connection.query(sql.unsafe`
    WITH listed AS (
      SELECT *
      FROM (${sql.join(sources, sql.fragment` UNION ALL `)}) AS source
      ORDER BY id DESC
      LIMIT ${limit} OFFSET ${offset}
    )
    SELECT
      listed.id, listed.app_id, listed.hook_id, listed.kind, listed.event_type,
      listed.dialpad_event_id, listed.state, listed.reason, listed.attempts, listed.last_error,
      listed.occurred_at, listed.received_at, listed.run_at,
      coalesce(digests.deliveries, listed.deliveries) AS deliveries,
      coalesce(digests.last_at, listed.last_at) AS last_at
    FROM listed
    LEFT JOIN LATERAL (
      SELECT event_digests.deliveries, event_digests.last_at
      FROM event_digests
      WHERE listed.payload IS NOT NULL
        AND event_digests.app_id = listed.app_id
        AND event_digests.hook_id = listed.hook_id
        AND event_digests.digest = ${payloadDigestSql(sql.fragment`listed.payload`)}
      OFFSET 0
    ) AS digests ON true
    ORDER BY listed.id DESC
  `);
  // Exactly the columns named above.
  return (rows as readonly EventRow[]).map(statusOf);
}

interface EventRow {
  readonly id: string;
  readonly app_id: string | null;
  readonly hook_id: string;
  readonly kind: EventStatus['kind'];
  readonly event_type: string;
  readonly dialpad_event_id: string | null;
  readonly state: EventStatus['state'];
  readonly reason: EventStatus['reason'];
  readonly attempts: number;
  readonly last_error: string | null;
  readonly occurred_at: number | null;
  readonly received_at: number;
  readonly run_at: number | null;
  readonly deliveries: number;
  readonly last_at: number;
}

function statusOf(row: EventRow): EventStatus {
  return {
    id: row.id,
    appId: row.app_id,
    hookId: row.hook_id,
    kind: row.kind,
    type: row.event_type,
    dialpadEventId: row.dialpad_event_id,
    state: row.state,
    reason: row.reason,
    deliveries: row.deliveries,
    attempts: row.attempts,
    lastError: row.last_error,
    occurredAt: timestampOf(row.occurred_at),
    receivedAt: timestampOf(row.received_at),
    lastDeliveredAt: timestampOf(row.last_at),
    nextAttemptAt: timestampOf(row.run_at),
  };
}
