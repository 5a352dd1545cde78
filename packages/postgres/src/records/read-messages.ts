import {
  type Message,
  type MessageFacts,
  type MessageQuery,
  messageRecord,
  type Page,
} from '@dialpad-cti/core';
import { type FragmentSqlToken, sql } from 'slonik';

import { inTenant } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { allOf, anyOf, equals, includes, isAfter, isBefore, isOneOf } from './conditions.ts';
import { type ListedRow, listPage } from './list-page.ts';
import type { ReadDeps } from './read-deps.ts';

const COLUMNS = sql.fragment`id, facts, version, created_at, updated_at`;

interface MessageRow extends ListedRow {
  readonly facts: MessageFacts;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
}

export function readMessages(
  deps: ReadDeps,
  appId: string,
  query: MessageQuery,
): Promise<Page<Message>> {
  return inTenant(deps.pool, appId, async (connection) => {
    const list = {
      from: sql.fragment`messages`,
      columns: COLUMNS,
      where: allOf([deps.ownRows(appId), ...conditionsOf(query)]),
      sort: {
        column: sql.fragment`sent_at`,
        isTime: true,
        isDescending: query.sort === '-sent_at',
      },
    };
    const page = await listPage<MessageRow>(connection, list, query);
    return { ...page, rows: page.rows.map(recordOf) };
  });
}

/** By our id or Dialpad's. */
export function readMessage(deps: ReadDeps, appId: string, id: string): Promise<Message | null> {
  return inTenant(deps.pool, appId, async (connection) => {
    const isId = isUuid(id)
      ? sql.fragment`(id = ${id}::uuid OR message_id = ${id})`
      : sql.fragment`message_id = ${id}`;
    const { rows } = await connection.query(sql.unsafe`
      SELECT ${COLUMNS} FROM messages WHERE ${deps.ownRows(appId)} AND ${isId} LIMIT 1
    `);
    // Exactly the columns named above.
    const row = rows[0] as MessageRow | undefined;
    return row === undefined ? null : recordOf(row);
  });
}

function recordOf(row: MessageRow): Message {
  const { id, facts, version, created_at: createdAt, updated_at: updatedAt } = row;
  return messageRecord({ id, createdAt, updatedAt, version, facts });
}

function conditionsOf(query: MessageQuery): readonly (FragmentSqlToken | null)[] {
  const { number } = query;
  return [
    equals(sql.fragment`direction`, query.direction),
    equals(sql.fragment`from_number`, query.from),
    includes(sql.fragment`to_numbers`, query.to),
    anyOf(equals(sql.fragment`from_number`, number), includes(sql.fragment`to_numbers`, number)),
    equals(sql.fragment`user_id`, query.userId),
    isOneOf(sql.fragment`status`, query.status),
    isAfter(sql.fragment`sent_at`, query.sentAfter),
    isBefore(sql.fragment`sent_at`, query.sentBefore),
  ];
}
