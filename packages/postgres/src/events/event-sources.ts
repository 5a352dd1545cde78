import type { EventFilter } from '@dialpad-cti/core';
import { type FragmentSqlToken, sql } from 'slonik';

import { isUuid } from '../is-uuid.ts';
import { firstIdOf } from '../new-id.ts';

export interface SourceRange {
  readonly beforeId?: string | undefined;
  /** Newest rows of each source. */
  readonly most: number;
}

/**
 * Where the rows of an event list come from, each a query of the same columns, newest first: events,
 * and deliveries that were set aside. Those that `filter` rules out altogether are left out.
 */
export function eventSources(filter: EventFilter, range: SourceRange): readonly FragmentSqlToken[] {
  if (filter.appId !== undefined && !isUuid(filter.appId)) return [];
  const isOfSetAside =
    (filter.state === undefined || filter.state === 'set_aside') &&
    (filter.kind === undefined || filter.kind === 'other');
  return [
    ...(filter.state === 'set_aside' ? [] : [storedEvents(filter, range)]),
    ...(isOfSetAside
      ? [
          setAsideIn(sql.fragment`quarantine`, filter, range),
          setAsideIn(sql.fragment`unrouted_events`, filter, range),
        ]
      : []),
  ];
}

function storedEvents(filter: EventFilter, range: SourceRange): FragmentSqlToken {
  const { kind } = filter;
  return sql.fragment`(
    SELECT
      event.id, event.app_id, event.hook_id, event.kind, event.event_type,
      event.dialpad_event_id, event.occurred_at, event.received_at, event.payload,
      CASE
        WHEN dead.event_id IS NOT NULL THEN 'dead'
        WHEN queued.event_id IS NULL THEN 'done'
        WHEN queued.attempts > 0 THEN 'retrying'
        ELSE 'pending'
      END AS state,
      NULL AS reason,
      coalesce(dead.attempts, queued.attempts, 0) AS attempts,
      coalesce(dead.last_error, queued.last_error) AS last_error,
      CASE WHEN queued.attempts > 0 THEN queued.run_at END AS run_at,
      1 AS deliveries,
      event.received_at AS last_at
    FROM webhook_events AS event
    ${joinsOf(filter.state)}
    WHERE ${rangeOf(filter, range)}
      AND ${kind === undefined ? sql.fragment`TRUE` : sql.fragment`event.kind = ${kind}`}
      AND ${stateCondition(filter.state)}
    ORDER BY event.id DESC
    LIMIT ${range.most}
  )`;
}

/** An inner join where the state asks for it: the short table then leads, not all events. */
function joinsOf(state: EventFilter['state']): FragmentSqlToken {
  const isWaiting = state === 'pending' || state === 'retrying';
  return sql.fragment`
    ${isWaiting ? sql.fragment`` : sql.fragment`LEFT`} JOIN webhook_queue AS queued
      ON queued.app_id = event.app_id AND queued.event_id = event.id
    ${state === 'dead' ? sql.fragment`` : sql.fragment`LEFT`} JOIN dead_letters AS dead
      ON dead.app_id = event.app_id AND dead.event_id = event.id`;
}

function stateCondition(state: EventFilter['state']): FragmentSqlToken {
  switch (state) {
    case 'pending':
      return sql.fragment`queued.attempts = 0`;
    case 'retrying':
      return sql.fragment`queued.attempts > 0`;
    case 'done':
      return sql.fragment`queued.event_id IS NULL AND dead.event_id IS NULL`;
    case 'dead':
    case 'set_aside':
    case undefined:
      return sql.fragment`TRUE`;
  }
}

function setAsideIn(
  table: FragmentSqlToken,
  filter: EventFilter,
  range: SourceRange,
): FragmentSqlToken {
  return sql.fragment`(
    SELECT
      event.id, event.app_id, event.hook_id, 'other' AS kind, event.reason AS event_type,
      NULL AS dialpad_event_id, NULL AS occurred_at, event.received_at, NULL AS payload,
      'set_aside' AS state, event.reason, 0 AS attempts, NULL AS last_error, NULL AS run_at,
      event.deliveries, event.last_at
    FROM ${table} AS event
    WHERE ${rangeOf(filter, range)}
    ORDER BY event.id DESC
    LIMIT ${range.most}
  )`;
}

/** Times as ids: exact, since `received_at` is that of the id, and it finds the right partitions. */
function rangeOf(filter: EventFilter, { beforeId }: SourceRange): FragmentSqlToken {
  const { appId, receivedAfter, receivedBefore } = filter;
  const conditions = [
    ...(appId === undefined ? [] : [sql.fragment`event.app_id = ${appId}::uuid`]),
    ...(beforeId === undefined ? [] : [sql.fragment`event.id < ${beforeId}::uuid`]),
    ...(receivedAfter === undefined
      ? []
      : [sql.fragment`event.id >= ${firstIdOf(receivedAfter + 1)}::uuid`]),
    ...(receivedBefore === undefined
      ? []
      : [sql.fragment`event.id < ${firstIdOf(receivedBefore)}::uuid`]),
  ];
  return conditions.length === 0
    ? sql.fragment`TRUE`
    : sql.fragment`${sql.join(conditions, sql.fragment` AND `)}`;
}
