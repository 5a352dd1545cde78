import { type ApiKeyRecord, timestampOf } from '@dialpad-cti/core';
import { type CommonQueryMethods, sql } from 'slonik';

import { KEY_COLUMNS, KeyRow } from './api-key-rows.ts';

export interface KeyTimes {
  /** Epoch ms. */
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

export function insertKey(
  connection: CommonQueryMethods,
  { appId, keyId, name, digest, pepperId, hash }: ApiKeyRecord,
  { createdAt, expiresAt }: KeyTimes,
): Promise<KeyRow> {
  return connection.one(sql.type(KeyRow)`
    INSERT INTO api_keys (
      app_id, key_id, name, digest, pepper_id, hash, created_at, expires_at
    )
    VALUES (
      ${appId}, ${keyId}, ${name}, ${sql.binary(Buffer.from(digest))}, ${pepperId}, ${hash},
      ${timestampOf(createdAt)}, ${timestampOf(expiresAt)}
    )
    RETURNING ${KEY_COLUMNS}
  `);
}
