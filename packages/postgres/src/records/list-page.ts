import { COUNT_CAP, type Page, type PageRequest } from '@dialpad-cti/core';
import { type CommonQueryMethods, type FragmentSqlToken, sql } from 'slonik';
import { z } from 'zod';

/** What to list; every list has a unique `id` column. */
export interface List {
  readonly from: FragmentSqlToken;
  readonly columns: FragmentSqlToken;
  readonly where: FragmentSqlToken;
  readonly sort: Sort;
}

export interface Sort {
  /** May be null; such rows come last. */
  readonly column: FragmentSqlToken;
  readonly isTime: boolean;
  readonly isDescending: boolean;
}

export interface ListedRow {
  readonly id: string;
  /** Epoch ms for a time. */
  readonly sort_value: number | null;
}

/**
 * One page by keyset, plus a row to know whether more follow. Rows with a value and rows without are
 * two walks along the index, one after the other: one condition for both could use no index.
 */
export async function listPage<Row extends ListedRow>(
  connection: CommonQueryMethods,
  list: List,
  page: PageRequest,
): Promise<Page<Row>> {
  const { limit, offset = 0 } = page;
  const { rows } = await connection.query(sql.unsafe`
    SELECT *
    FROM (${sql.join(walks(list, page), sql.fragment` UNION ALL `)}) AS listed
    ORDER BY sort_value ${direction(list.sort)} NULLS LAST, id ${direction(list.sort)}
    LIMIT ${limit + 1} OFFSET ${offset}
  `);
  // The columns are those of the caller's list.
  const found = rows as readonly Row[];
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = found.length > limit && last !== undefined;
  return {
    rows: shown,
    next: hasMore ? { value: last.sort_value, id: last.id } : null,
    ...(page.count === true ? { total: await count(connection, list) } : {}),
  };
}

function walks(list: List, page: PageRequest): readonly FragmentSqlToken[] {
  const { column } = list.sort;
  const { after } = page;
  const without = walk(list, page, [
    sql.fragment`${column} IS NULL`,
    ...(after?.value === null ? [sql.fragment`id ${beyond(list.sort)} ${after.id}`] : []),
  ]);
  if (after?.value === null) return [without];
  const withValue = walk(list, page, [
    sql.fragment`${column} IS NOT NULL`,
    ...(after === undefined
      ? []
      : [
          sql.fragment`(${column}, id) ${beyond(list.sort)} (${bound(list.sort, after.value)}, ${after.id})`,
        ]),
  ]);
  return [withValue, without];
}

function walk(
  { from, columns, where, sort }: List,
  { limit, offset = 0 }: PageRequest,
  conditions: readonly FragmentSqlToken[],
): FragmentSqlToken {
  const all = sql.join([where, ...conditions], sql.fragment` AND `);
  return sql.fragment`(
    SELECT ${columns}, ${sort.column} AS sort_value
    FROM ${from}
    WHERE ${all}
    ORDER BY ${sort.column} ${direction(sort)}, id ${direction(sort)}
    LIMIT ${offset + limit + 1}
  )`;
}

function bound({ isTime }: Sort, value: string | number): FragmentSqlToken {
  return isTime ? timestamp(Number(value)) : sql.fragment`${Number(value)}::float8`;
}

/** Exact: through seconds as a fraction it would not always be. */
export function timestamp(milliseconds: number): FragmentSqlToken {
  return sql.fragment`${timestampText(milliseconds)}::timestamptz`;
}

/** Postgres reads no year 0 as RFC 3339 has one, nor the five digits of what comes after 9999. */
function timestampText(milliseconds: number): string {
  if (milliseconds < FIRST_TIME) return '-infinity';
  if (milliseconds > LAST_TIME) return 'infinity';
  return new Date(milliseconds).toISOString();
}

const FIRST_TIME = Date.parse('0001-01-01T00:00:00.000Z');
const LAST_TIME = Date.parse('9999-12-31T23:59:59.999Z');

function direction({ isDescending }: Sort): FragmentSqlToken {
  return isDescending ? sql.fragment`DESC` : sql.fragment`ASC`;
}

function beyond({ isDescending }: Sort): FragmentSqlToken {
  return isDescending ? sql.fragment`<` : sql.fragment`>`;
}

const Total = z.object({ total: z.number() });

async function count(connection: CommonQueryMethods, { from, where }: List): Promise<number> {
  const { total } = await connection.one(sql.type(Total)`
    SELECT count(*) AS total
    FROM (SELECT FROM ${from} WHERE ${where} LIMIT ${COUNT_CAP}) AS counted
  `);
  return total;
}
