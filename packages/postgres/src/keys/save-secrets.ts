import { timestampOf } from '@dialpad-cti/core';
import { type CommonQueryMethods, sql } from 'slonik';

import { STATUS_COLUMNS, StatusRow } from './hook-rows.ts';
import type { SecretRow } from './hook-secrets.ts';

/** Of a hook that this transaction has locked. */
export function saveSecrets(connection: CommonQueryMethods, row: SecretRow): Promise<StatusRow> {
  const previous = row.previous_secret;
  return connection.one(sql.type(StatusRow)`
    UPDATE dialpad_webhooks
    SET
      secret = ${sql.binary(Buffer.from(row.secret))},
      secret_key_id = ${row.secret_key_id},
      previous_secret = ${previous === null ? null : sql.binary(Buffer.from(previous))},
      previous_secret_key_id = ${row.previous_secret_key_id},
      previous_secret_until = ${timestampOf(row.previous_secret_until)}
    WHERE hook_id = ${row.hook_id}
    RETURNING ${STATUS_COLUMNS}
  `);
}
