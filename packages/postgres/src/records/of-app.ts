import { type FragmentSqlToken, sql } from 'slonik';

import { isUuid } from '../is-uuid.ts';

/** The rows of an app, or of all apps when none is asked for. */
export function ofApp(appId: string | undefined): FragmentSqlToken {
  if (appId === undefined) return sql.fragment`TRUE`;
  return isUuid(appId) ? sql.fragment`app_id = ${appId}::uuid` : sql.fragment`FALSE`;
}
