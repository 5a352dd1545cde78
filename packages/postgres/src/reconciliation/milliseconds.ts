import { type FragmentSqlToken, sql } from 'slonik';

/** A length of time as Postgres counts with it. */
export function milliseconds(count: number): FragmentSqlToken {
  return sql.fragment`${count}::float8 * interval '1 millisecond'`;
}
