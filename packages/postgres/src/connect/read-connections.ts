import type { ConnectionStatus, HeldTokens } from '@dialpad-cti/core';
import { sql } from 'slonik';

import { asKeeper } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import type { ConnectionStoreDeps } from './connection-deps.ts';
import {
  connectionStatus,
  heldTokens,
  STATUS_COLUMNS,
  StatusRow,
  TOKEN_COLUMNS,
  TokenRow,
} from './connection-rows.ts';

export async function findConnection(
  { pool }: ConnectionStoreDeps,
  appId: string,
): Promise<ConnectionStatus | null> {
  if (!isUuid(appId)) return null;
  const row = await asKeeper(pool, (connection) =>
    connection.maybeOne(sql.type(StatusRow)`
      SELECT ${STATUS_COLUMNS} FROM dialpad_connections WHERE app_id = ${appId}::uuid
    `),
  );
  return row === null ? null : connectionStatus(row);
}

export async function listConnections({
  pool,
}: ConnectionStoreDeps): Promise<readonly ConnectionStatus[]> {
  const rows = await asKeeper(pool, (connection) =>
    connection.any(sql.type(StatusRow)`
      SELECT ${STATUS_COLUMNS} FROM dialpad_connections ORDER BY connected_at, app_id
    `),
  );
  return rows.map(connectionStatus);
}

export async function findTokens(
  { pool, sealingKeys }: ConnectionStoreDeps,
  appId: string,
): Promise<HeldTokens | null> {
  if (!isUuid(appId)) return null;
  const row = await asKeeper(pool, (connection) =>
    connection.maybeOne(sql.type(TokenRow)`
      SELECT ${TOKEN_COLUMNS} FROM dialpad_connections WHERE app_id = ${appId}::uuid
    `),
  );
  return row === null ? null : heldTokens(sealingKeys, row);
}
