import type { Resealed } from '@dialpad-cti/core';
import { type CommonQueryMethods, sql } from 'slonik';
import { z } from 'zod';

import type { SealingKeys } from '../sealing.ts';
import {
  openToken,
  sealToken,
  TOKEN_COLUMNS,
  type TokenColumn,
  TokenRow,
} from './connection-rows.ts';

const COLUMNS: readonly TokenColumn[] = ['access_token', 'refresh_token'];

/**
 * At most `limit` tokens of OAuth connections that lie under an older key, as a part of a keeper's
 * transaction. Connections that somebody else holds at the moment are passed over: the next call finds
 * them, unless their tokens have been renewed meanwhile.
 */
export async function resealTokens(
  connection: CommonQueryMethods,
  sealingKeys: SealingKeys,
  limit: number,
): Promise<Resealed> {
  const [{ keyId }] = sealingKeys;
  const rows = await connection.any(sql.type(TokenRow)`
    SELECT ${TOKEN_COLUMNS}
    FROM dialpad_connections
    WHERE access_token_key_id <> ${keyId} OR refresh_token_key_id <> ${keyId}
    ORDER BY app_id
    LIMIT ${limit}
    FOR UPDATE SKIP LOCKED
  `);
  let resealed = 0;
  for (const row of rows) {
    for (const column of COLUMNS) {
      const token = openToken(sealingKeys, row, column);
      if (token === null || row[`${column}_key_id`] === keyId || resealed === limit) continue;
      await saveToken(connection, { sealingKeys, column, appId: row.app_id, token });
      resealed += 1;
    }
  }
  return { resealed, remaining: await countOld(connection, keyId) };
}

interface Token {
  readonly sealingKeys: SealingKeys;
  readonly appId: string;
  readonly column: TokenColumn;
  readonly token: string;
}

async function saveToken(
  connection: CommonQueryMethods,
  { sealingKeys, appId, column, token }: Token,
): Promise<void> {
  const { keyId, bytes } = sealToken(sealingKeys, { appId, column }, token);
  await connection.query(sql.unsafe`
    UPDATE dialpad_connections
    SET
      ${sql.identifier([column])} = ${sql.binary(Buffer.from(bytes))},
      ${sql.identifier([`${column}_key_id`])} = ${keyId}
    WHERE app_id = ${appId}::uuid
  `);
}

const Total = z.object({ total: z.number() });

async function countOld(connection: CommonQueryMethods, keyId: string): Promise<number> {
  const { total } = await connection.one(sql.type(Total)`
    SELECT
      count(*) FILTER (WHERE access_token_key_id <> ${keyId})
        + count(*) FILTER (WHERE refresh_token_key_id <> ${keyId}) AS total
    FROM dialpad_connections
  `);
  return total;
}
