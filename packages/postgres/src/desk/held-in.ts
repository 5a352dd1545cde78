import type { HeldSelection, HeldState } from '@dialpad-cti/core';
import { type FragmentSqlToken, sql } from 'slonik';

import { eventConditions } from '../events/event-conditions.ts';
import { allOf, equals } from '../records/conditions.ts';

/** FROM and WHERE of what a selection holds, as rows `event`, with an `app_id` and an `id`. */
export function heldIn(selection: HeldSelection, after?: string): FragmentSqlToken {
  return sql.fragment`
    ${SOURCES[selection.state]} AS event
    WHERE ${allOf([
      eventConditions(selection),
      equals(sql.fragment`event.kind`, selection.kind),
      equals(sql.fragment`event.reason`, selection.reason),
      after === undefined ? null : sql.fragment`event.id > ${after}::uuid`,
    ])}`;
}

const SOURCES: Readonly<Record<HeldState, FragmentSqlToken>> = {
  dead: sql.fragment`(
    SELECT dead.app_id, dead.event_id AS id, dead.reason, stored.hook_id, stored.kind
    FROM dead_letters AS dead
    JOIN webhook_events AS stored ON stored.app_id = dead.app_id AND stored.id = dead.event_id
  )`,
  quarantined: sql.fragment`(
    SELECT app_id, id, reason, hook_id, 'other' AS kind, body FROM quarantine
  )`,
  unrouted: sql.fragment`(
    SELECT app_id, id, reason, hook_id, 'other' AS kind, body FROM unrouted_events
  )`,
};
