import { type FragmentSqlToken, sql } from 'slonik';

import { timestamp } from './list-page.ts';

type Condition = FragmentSqlToken | null;

/** Those that are asked for. There is always one: the tenant's. */
export function allOf(conditions: readonly Condition[]): FragmentSqlToken {
  const asked = conditions.filter((condition) => condition !== null);
  return sql.fragment`${sql.join(asked, sql.fragment` AND `)}`;
}

export function equals(column: FragmentSqlToken, value: string | boolean | undefined): Condition {
  if (value === undefined) return null;
  return isStorable(value) ? sql.fragment`${column} = ${value}` : NEVER;
}

const NEVER = sql.fragment`FALSE`;

/** Postgres takes no text with U+0000, not even to compare with: no row can have it. */
export function isStorable(value: string | boolean): boolean {
  return typeof value === 'boolean' || !value.includes('\0');
}

export function isOneOf(
  column: FragmentSqlToken,
  values: readonly string[] | undefined,
): Condition {
  if (values === undefined) return null;
  return sql.fragment`${column} = ANY (${sql.array(values.filter(isStorable), 'text')})`;
}

/** Both bounds are exclusive, epoch ms. */
export function isAfter(column: FragmentSqlToken, time: number | undefined): Condition {
  return time === undefined ? null : sql.fragment`${column} > ${timestamp(time)}`;
}

export function isBefore(column: FragmentSqlToken, time: number | undefined): Condition {
  return time === undefined ? null : sql.fragment`${column} < ${timestamp(time)}`;
}

export function isSince(column: FragmentSqlToken, time: number | undefined): Condition {
  return time === undefined ? null : sql.fragment`${column} >= ${timestamp(time)}`;
}

export function includes(column: FragmentSqlToken, value: string | undefined): Condition {
  if (value === undefined) return null;
  return isStorable(value) ? sql.fragment`${value} = ANY (${column})` : NEVER;
}

export function anyOf(first: Condition, second: Condition): Condition {
  return first === null || second === null ? null : sql.fragment`(${first} OR ${second})`;
}
