import type { ReleasableState } from '@dialpad-cti/core';
import { type FragmentSqlToken, sql } from 'slonik';

import { allOf, equals } from '../records/conditions.ts';
import { type EventSelection, eventConditions } from './event-conditions.ts';

export interface SourceRange {
  readonly beforeId?: string | undefined;
  /** Newest rows of each source. */
  readonly most: number;
}

/**
 * Where the rows of an event list come from, each a query of the same columns, newest first: events,
 * and deliveries that were set aside. Those that `selection` rules out altogether are left out.
 */
export function eventSources(
  selection: EventSelection,
  range: SourceRange,
): readonly FragmentSqlToken[] {
  const { state, kind } = selection;
  const isSetAside = state === 'quarantined' || state === 'unrouted';
  const setAsideStates = isSetAside ? [state] : state === undefined ? RELEASABLE : [];
  return [
    ...(isSetAside ? [] : [storedEvents(selection, range)]),
    ...(kind === undefined || kind === 'other'
      ? setAsideStates.map((setAside) => setAsideIn(setAside, selection, range))
      : []),
  ];
}

const RELEASABLE: readonly ReleasableState[] = ['quarantined', 'unrouted'];

function storedEvents(selection: EventSelection, range: SourceRange): FragmentSqlToken {
  const { state, kind, reason } = selection;
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
      dead.reason,
      coalesce(dead.attempts, queued.attempts, 0) AS attempts,
      coalesce(dead.last_error, queued.last_error) AS last_error,
      CASE WHEN queued.attempts > 0 THEN queued.run_at END AS run_at,
      1 AS deliveries,
      event.received_at AS last_at
    FROM webhook_events AS event
    ${joinsOf(selection)}
    WHERE ${allOf([
      eventConditions(selection),
      isBefore(range),
      equals(sql.fragment`event.kind`, kind),
      equals(sql.fragment`dead.reason`, reason),
      stateCondition(state),
    ])}
    ORDER BY event.id DESC
    LIMIT ${range.most}
  )`;
}

/** An inner join where the selection asks for it: the short table then leads, not all events. */
function joinsOf({ state, reason }: EventSelection): FragmentSqlToken {
  const isWaiting = state === 'pending' || state === 'retrying';
  const isDead = state === 'dead' || reason !== undefined;
  return sql.fragment`
    ${isWaiting ? sql.fragment`` : sql.fragment`LEFT`} JOIN webhook_queue AS queued
      ON queued.app_id = event.app_id AND queued.event_id = event.id
    ${isDead ? sql.fragment`` : sql.fragment`LEFT`} JOIN dead_letters AS dead
      ON dead.app_id = event.app_id AND dead.event_id = event.id`;
}

function stateCondition(state: EventSelection['state']): FragmentSqlToken | null {
  switch (state) {
    case 'pending':
      return sql.fragment`queued.attempts = 0`;
    case 'retrying':
      return sql.fragment`queued.attempts > 0`;
    case 'done':
      return sql.fragment`queued.event_id IS NULL AND dead.event_id IS NULL`;
    case 'dead':
    case 'quarantined':
    case 'unrouted':
    case undefined:
      return null;
  }
}

function setAsideIn(
  state: ReleasableState,
  selection: EventSelection,
  range: SourceRange,
): FragmentSqlToken {
  return sql.fragment`(
    SELECT
      event.id, event.app_id, event.hook_id, 'other' AS kind, event.reason AS event_type,
      NULL AS dialpad_event_id, NULL AS occurred_at, event.received_at, NULL AS payload,
      ${state} AS state, event.reason, 0 AS attempts, NULL AS last_error, NULL AS run_at,
      event.deliveries, event.last_at
    FROM ${SET_ASIDE_TABLES[state]} AS event
    WHERE ${allOf([
      eventConditions(selection),
      isBefore(range),
      equals(sql.fragment`event.reason`, selection.reason),
    ])}
    ORDER BY event.id DESC
    LIMIT ${range.most}
  )`;
}

const SET_ASIDE_TABLES: Readonly<Record<ReleasableState, FragmentSqlToken>> = {
  quarantined: sql.fragment`quarantine`,
  unrouted: sql.fragment`unrouted_events`,
};

function isBefore({ beforeId }: SourceRange): FragmentSqlToken | null {
  return beforeId === undefined ? null : sql.fragment`event.id < ${beforeId}::uuid`;
}
