import { type HeldTokens, timestampOf } from '@dialpad-cti/core';
import { type CommonQueryMethods, sql } from 'slonik';

import type { Sealed, SealingKeys } from '../sealing.ts';
import { sealToken, type TokenColumn } from './connection-rows.ts';

/** Of a connection that this transaction has locked; its id as the database writes it. */
export async function saveTokens(
  connection: CommonQueryMethods,
  sealingKeys: SealingKeys,
  { appId, held }: { readonly appId: string; readonly held: HeldTokens },
): Promise<void> {
  const sealed = (column: TokenColumn, token: string): Sealed =>
    sealToken(sealingKeys, { appId, column }, token);
  const access = sealed('access_token', held.accessToken);
  const refresh = held.refreshToken === null ? null : sealed('refresh_token', held.refreshToken);
  await connection.query(sql.unsafe`
    UPDATE dialpad_connections
    SET
      state = 'connected',
      access_token = ${sql.binary(Buffer.from(access.bytes))},
      access_token_key_id = ${access.keyId},
      refresh_token = ${refresh === null ? null : sql.binary(Buffer.from(refresh.bytes))},
      refresh_token_key_id = ${refresh?.keyId ?? null},
      expires_at = ${timestampOf(held.expiresAt)}::timestamptz,
      obtained_at = ${timestampOf(held.obtainedAt)}::timestamptz,
      unclear_refreshes = ${held.unclearRefreshes},
      last_unclear_at = ${timestampOf(held.lastUnclearAt)}::timestamptz
    WHERE app_id = ${appId}::uuid
  `);
}
