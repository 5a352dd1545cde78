import type { WhichKeys } from '@dialpad-cti/core';
import { type CommonQueryMethods, type FragmentSqlToken, sql } from 'slonik';

import { allOf, equals } from '../records/conditions.ts';
import { timestamp } from '../records/list-page.ts';
import { KEY_COLUMNS, KeyRow } from './api-key-rows.ts';

export interface Held {
  readonly appId: string;
  readonly which: WhichKeys;
  readonly now: number;
}

/**
 * Locks those of an app's keys that still open, and those that are over but were not replaced: they
 * have their name yet. In one order for all who lock keys, so that none waits for each other.
 */
export function holdKeys(
  connection: CommonQueryMethods,
  { appId, which, now }: Held,
): Promise<readonly KeyRow[]> {
  return connection.any(sql.type(KeyRow)`
    SELECT ${KEY_COLUMNS}
    FROM api_keys
    WHERE app_id = ${appId}::uuid
      AND revoked_at IS NULL
      AND (replaced_at IS NULL OR expires_at > ${timestamp(now)})
      AND ${isOf(which)}
    ORDER BY key_id
    FOR NO KEY UPDATE
  `);
}

function isOf(which: WhichKeys): FragmentSqlToken {
  switch (which.kind) {
    case 'all':
      return sql.fragment`TRUE`;
    case 'named':
      return allOf([equals(sql.fragment`name`, which.name)]);
    case 'one':
      return allOf([equals(sql.fragment`key_id`, which.keyId)]);
  }
}
