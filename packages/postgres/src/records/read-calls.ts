import {
  type Call,
  type CallFacts,
  type CallQuery,
  callRecord,
  type Page,
  type PageRequest,
  type Position,
  STALE_AFTER_MS,
} from '@dialpad-cti/core';
import { type CommonQueryMethods, type FragmentSqlToken, sql } from 'slonik';

import { inTenant } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { readHead } from '../updates/read-head.ts';
import { allOf, anyOf, equals, isAfter, isBefore, isOneOf, isSince } from './conditions.ts';
import { type ListedRow, listPage, type Sort } from './list-page.ts';
import type { ReadDeps } from './read-deps.ts';

const COLUMNS = sql.fragment`id, facts, version, created_at, updated_at`;
const FROM = sql.fragment`calls`;

interface CallRow extends ListedRow {
  readonly facts: CallFacts;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
}

export function readCalls(deps: ReadDeps, appId: string, query: CallQuery): Promise<Page<Call>> {
  return inTenant(deps.pool, appId, async (connection) => {
    const where = allOf([deps.ownRows(appId), ...conditionsOf(query)]);
    const list = { from: FROM, columns: COLUMNS, where, sort: SORTS[query.sort] };
    return shown(await listPage<CallRow>(connection, list, query), deps.now());
  });
}

/** The list and the position are of one snapshot: what comes after it is in the updates. */
export function readActiveCalls(
  deps: ReadDeps,
  appId: string,
  page: PageRequest,
): Promise<Page<Call> & { readonly stream: Position }> {
  return inTenant(deps.pool, appId, async (connection) => {
    const now = deps.now();
    const where = allOf([
      deps.ownRows(appId),
      sql.fragment`outcome IS NULL`,
      sql.fragment`clock >= ${(now - STALE_AFTER_MS) * CLOCK_STEPS}::bigint`,
    ]);
    const list = { from: FROM, columns: COLUMNS, where, sort: SORTS['-started_at'] };
    const calls = await listPage<CallRow>(connection, list, page);
    const stream = (await readHead(connection, appId)) ?? NOWHERE;
    return { ...shown(calls, now), stream };
  });
}

/** Steps of a clock in a millisecond: see core's `Clock`. */
const CLOCK_STEPS = 64;

/** Of an app that does not exist. */
export const NOWHERE: Position = { epoch: '00000000-0000-0000-0000-000000000000', position: 0 };

export function readCall(deps: ReadDeps, appId: string, id: string): Promise<Call | null> {
  return inTenant(deps.pool, appId, async (connection) => {
    const row = await findCall(connection, deps.ownRows(appId), id);
    return row === null ? null : recordOf(row, deps.now());
  });
}

/** By our id or Dialpad's. */
export async function findCall(
  connection: CommonQueryMethods,
  own: FragmentSqlToken,
  id: string,
): Promise<(CallRow & { readonly call_id: string }) | null> {
  const isId = isUuid(id)
    ? sql.fragment`(id = ${id}::uuid OR call_id = ${id})`
    : sql.fragment`call_id = ${id}`;
  const { rows } = await connection.query(sql.unsafe`
    SELECT ${COLUMNS}, call_id FROM calls WHERE ${own} AND ${isId} LIMIT 1
  `);
  // Exactly the columns named above.
  return (rows[0] as (CallRow & { readonly call_id: string }) | undefined) ?? null;
}

function shown(page: Page<CallRow>, now: number): Page<Call> {
  return { ...page, rows: page.rows.map((row) => recordOf(row, now)) };
}

function recordOf(row: CallRow, now: number): Call {
  const { id, facts, version, created_at: createdAt, updated_at: updatedAt } = row;
  return callRecord({ id, createdAt, updatedAt, version, facts, now });
}

function conditionsOf(query: CallQuery): readonly (FragmentSqlToken | null)[] {
  const { number } = query;
  return [
    equals(sql.fragment`user_id`, query.userId),
    equals(sql.fragment`call_center_id`, query.callCenterId),
    isOneOf(sql.fragment`status`, query.status),
    isOneOf(sql.fragment`outcome`, query.outcome),
    equals(sql.fragment`direction`, query.direction),
    equals(sql.fragment`from_number`, query.from),
    equals(sql.fragment`to_number`, query.to),
    anyOf(
      equals(sql.fragment`external_number`, number),
      equals(sql.fragment`internal_number`, number),
    ),
    isAfter(sql.fragment`started_at`, query.startedAfter),
    isBefore(sql.fragment`started_at`, query.startedBefore),
    isSince(sql.fragment`updated_at`, query.updatedSince),
    equals(sql.fragment`has_recording`, query.hasRecording),
    equals(sql.fragment`has_voicemail`, query.hasVoicemail),
  ];
}

function sortBy(column: FragmentSqlToken, isTime: boolean, isDescending: boolean): Sort {
  return { column, isTime, isDescending };
}

const SORTS: Readonly<Record<CallQuery['sort'], Sort>> = {
  started_at: sortBy(sql.fragment`started_at`, true, false),
  '-started_at': sortBy(sql.fragment`started_at`, true, true),
  duration: sortBy(sql.fragment`duration_ms`, false, false),
  '-duration': sortBy(sql.fragment`duration_ms`, false, true),
  quality: sortBy(sql.fragment`quality`, false, false),
  '-quality': sortBy(sql.fragment`quality`, false, true),
};
