import { type DatabasePool, type FragmentSqlToken, sql } from 'slonik';

export interface ReadDeps {
  readonly pool: DatabasePool;
  readonly now: () => number;
  /** The condition that keeps a query to one app; row-level security stands behind it. */
  readonly ownRows: (appId: string) => FragmentSqlToken;
}

export function ownRows(appId: string): FragmentSqlToken {
  return sql.fragment`app_id = ${appId}::uuid`;
}
