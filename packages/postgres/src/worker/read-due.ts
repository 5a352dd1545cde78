import type { Statement } from '../connection/in-role.ts';
import { CRASHES, type Waiting } from './hold-streams.ts';

export interface DueEvent {
  readonly app_id: string;
  readonly event_id: string;
  readonly attempts: number;
  readonly crashes: number;
  readonly kind: string;
  /** Null when the event itself is gone. */
  readonly payload: string | null;
}

export interface ReadDue {
  readonly waiting: Waiting;
  readonly now: number;
  /** In the order in which the apps have their turns. */
  readonly appIds: readonly string[];
  readonly limit: number;
}

const MOST_BYTES = 32 * 1024 * 1024;

/**
 * The due events of the apps that are held, one of each in turn, so that an app with much work
 * keeps no other waiting. A statement of its own after the locks: in
 * one statement it would still see the queue as it was before the last holder committed.
 */
export function readDue({ waiting, now, appIds, limit }: ReadDue): Statement {
  const perApp = Math.min(limit, Math.ceil((2 * limit) / appIds.length));
  return {
    name: `due-${waiting}`,
    text: TEXTS[waiting],
    values: [appIds, new Date(now).toISOString(), perApp, limit, MOST_BYTES],
  };
}

// OFFSET 0 keeps the subselect as it is: one look-up an event, whatever the planner thinks of it.
function textOf(crashes: string): string {
  return `
    WITH due AS (
      SELECT
        queued.*,
        held.place,
        row_number() OVER (PARTITION BY queued.app_id ORDER BY queued.event_id) AS turn
      FROM unnest($1::uuid[]) WITH ORDINALITY AS held (app_id, place)
      CROSS JOIN LATERAL (
        SELECT app_id, event_id, attempts, crashes
        FROM webhook_queue
        WHERE webhook_queue.app_id = held.app_id AND ${crashes} AND run_at <= $2::timestamptz
        ORDER BY event_id
        LIMIT $3
      ) AS queued
    ),
    taken AS (
      SELECT * FROM due ORDER BY turn, place LIMIT $4
    ),
    weighed AS (
      SELECT
        taken.*,
        event.kind,
        event.payload,
        sum(octet_length(event.payload)) OVER (ORDER BY turn, place) AS bytes
      FROM taken
      LEFT JOIN LATERAL (
        SELECT kind, payload
        FROM webhook_events
        WHERE webhook_events.app_id = taken.app_id AND webhook_events.id = taken.event_id
        OFFSET 0
      ) AS event ON true
    )
    SELECT app_id, event_id, attempts, crashes, kind, payload
    FROM weighed
    WHERE turn = 1 AND place = 1 OR coalesce(bytes, 0) <= $5`;
}

const TEXTS: Readonly<Record<Waiting, string>> = {
  ordinary: textOf(CRASHES.ordinary),
  crashed: textOf(CRASHES.crashed),
};
