import { type CallEvent, type Page, type PageRequest, timestampOf } from '@dialpad-cti/core';
import { sql } from 'slonik';

import { inTenant } from '../connection/in-transaction.ts';
import { payloadDigestSql } from '../events/payload-digest-sql.ts';
import { allOf } from './conditions.ts';
import { type ListedRow, listPage } from './list-page.ts';
import { findCall } from './read-calls.ts';
import type { ReadDeps } from './read-deps.ts';

interface EventRow extends ListedRow {
  readonly kind: CallEvent['kind'];
  readonly event_type: string;
  readonly occurred_at: number | null;
  readonly received_at: number;
  readonly deliveries: number;
}

export function readCallEvents(
  deps: ReadDeps,
  { appId, id }: { readonly appId: string; readonly id: string },
  page: PageRequest,
): Promise<Page<CallEvent> | null> {
  return inTenant(deps.pool, appId, async (connection) => {
    const call = await findCall(connection, deps.ownRows(appId), id);
    if (call === null) return null;
    const list = {
      from: sql.fragment`webhook_events`,
      columns: COLUMNS,
      where: allOf([
        deps.ownRows(appId),
        sql.fragment`subject_id = ${call.call_id}`,
        sql.fragment`kind = 'call'`,
      ]),
      sort: { column: sql.fragment`occurred_at`, isTime: true, isDescending: false },
    };
    const events = await listPage<EventRow>(connection, list, page);
    return { ...events, rows: events.rows.map(callEvent) };
  });
}

const COLUMNS = sql.fragment`
  id, kind, event_type, occurred_at, received_at,
  coalesce((
    SELECT digests.deliveries
    FROM event_digests AS digests
    WHERE digests.app_id = webhook_events.app_id
      AND digests.hook_id = webhook_events.hook_id
      AND digests.digest = ${payloadDigestSql(sql.fragment`webhook_events.payload`)}
  ), 1) AS deliveries`;

function callEvent(row: EventRow): CallEvent {
  return {
    id: row.id,
    kind: row.kind,
    type: row.event_type,
    occurredAt: timestampOf(row.occurred_at),
    receivedAt: timestampOf(row.received_at),
    deliveries: row.deliveries,
  };
}
