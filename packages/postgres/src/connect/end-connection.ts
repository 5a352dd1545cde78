import type { Act, ConnectionStatus } from '@dialpad-cti/core';
import { sql } from 'slonik';

import { writeAudit } from '../audit/write-audit.ts';
import { isUuid } from '../is-uuid.ts';
import type { HoldingDeps } from './connection-deps.ts';
import { connectionStatus, STATUS_COLUMNS, StatusRow } from './connection-rows.ts';
import { inHolding } from './hold-connection.ts';

/** Null when there was none. */
export async function endConnection(
  deps: HoldingDeps,
  appId: string,
  act: Act,
): Promise<ConnectionStatus | null> {
  if (!isUuid(appId)) return null;
  return inHolding(deps, appId, async (connection) => {
    const row = await connection.maybeOne(sql.type(StatusRow)`
      DELETE FROM dialpad_connections WHERE app_id = ${appId}::uuid RETURNING ${STATUS_COLUMNS}
    `);
    if (row === null) return null;
    const ended = { action: 'connection.ended' as const, appId: row.app_id, subjectId: row.app_id };
    await writeAudit(connection, deps.sources, { ...act, ...ended });
    return connectionStatus(row);
  });
}
