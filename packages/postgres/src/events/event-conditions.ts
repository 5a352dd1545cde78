import type { EventFilter, HeldSelection } from '@dialpad-cti/core';
import { type FragmentSqlToken, sql } from 'slonik';

import { isUuid } from '../is-uuid.ts';
import { firstIdOf } from '../new-id.ts';
import { allOf, equals } from '../records/conditions.ts';

/** A list's filter, and the ids that a person named. */
export type EventSelection = EventFilter & Pick<HeldSelection, 'ids'>;

/**
 * What is asked of a row called `event`, of whichever table; its kind, state and reason apart. Times
 * as ids: exact, since `received_at` is that of the id, and it finds the right partitions.
 */
export function eventConditions(selection: EventSelection): FragmentSqlToken {
  const { ids, appId, hookId, receivedAfter, receivedBefore } = selection;
  return allOf([
    sql.fragment`TRUE`,
    ids === undefined
      ? null
      : sql.fragment`event.id = ANY (${sql.array(ids.filter(isUuid), 'uuid')})`,
    appId === undefined ? null : isOfApp(appId),
    equals(sql.fragment`event.hook_id`, hookId),
    receivedAfter === undefined
      ? null
      : sql.fragment`event.id >= ${firstIdOf(receivedAfter + 1)}::uuid`,
    receivedBefore === undefined
      ? null
      : sql.fragment`event.id < ${firstIdOf(receivedBefore)}::uuid`,
  ]);
}

function isOfApp(appId: string): FragmentSqlToken {
  return isUuid(appId) ? sql.fragment`event.app_id = ${appId}::uuid` : sql.fragment`FALSE`;
}
