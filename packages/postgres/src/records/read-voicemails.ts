import {
  type Page,
  type Voicemail,
  type VoicemailQuery,
  type VoicemailView,
  voicemailRecord,
} from '@dialpad-cti/core';
import { sql } from 'slonik';

import { inTenant } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { allOf, anyOf, equals, isAfter, isBefore } from './conditions.ts';
import { type ListedRow, listPage } from './list-page.ts';
import type { ReadDeps } from './read-deps.ts';

const COLUMNS = sql.fragment`id, call_row_id, view, version, created_at, updated_at`;

interface VoicemailRow extends ListedRow {
  readonly call_row_id: string;
  readonly view: VoicemailView;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
}

export function readVoicemails(
  deps: ReadDeps,
  appId: string,
  query: VoicemailQuery,
): Promise<Page<Voicemail>> {
  return inTenant(deps.pool, appId, async (connection) => {
    const list = {
      from: sql.fragment`voicemails`,
      columns: COLUMNS,
      where: allOf([
        deps.ownRows(appId),
        equals(sql.fragment`user_id`, query.userId),
        anyOf(
          equals(sql.fragment`from_number`, query.number),
          equals(sql.fragment`to_number`, query.number),
        ),
        isAfter(sql.fragment`received_at`, query.receivedAfter),
        isBefore(sql.fragment`received_at`, query.receivedBefore),
      ]),
      sort: {
        column: sql.fragment`received_at`,
        isTime: true,
        isDescending: query.sort === '-received_at',
      },
    };
    const page = await listPage<VoicemailRow>(connection, list, query);
    return { ...page, rows: page.rows.map(recordOf) };
  });
}

/** By our id, or Dialpad's id of the call. */
export function readVoicemail(
  deps: ReadDeps,
  appId: string,
  id: string,
): Promise<Voicemail | null> {
  return inTenant(deps.pool, appId, async (connection) => {
    const isId = isUuid(id)
      ? sql.fragment`(id = ${id}::uuid OR call_id = ${id})`
      : sql.fragment`call_id = ${id}`;
    const { rows } = await connection.query(sql.unsafe`
      SELECT ${COLUMNS} FROM voicemails WHERE ${deps.ownRows(appId)} AND ${isId} LIMIT 1
    `);
    // Exactly the columns named above.
    const row = rows[0] as VoicemailRow | undefined;
    return row === undefined ? null : recordOf(row);
  });
}

function recordOf(row: VoicemailRow): Voicemail {
  const { id, call_row_id: callId, view, version } = row;
  const { created_at: createdAt, updated_at: updatedAt } = row;
  return voicemailRecord({ id, callId, view, version, createdAt, updatedAt });
}
