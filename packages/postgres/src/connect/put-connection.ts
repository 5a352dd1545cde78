import {
  type Act,
  type MadeConnection,
  type NewConnection,
  newHeldTokens,
  timestampOf,
} from '@dialpad-cti/core';
import { type CommonQueryMethods, sql } from 'slonik';

import { writeAudit } from '../audit/write-audit.ts';
import { isUuid } from '../is-uuid.ts';
import { announceConnection } from './announce-connection.ts';
import type { HoldingDeps } from './connection-deps.ts';
import { connectionStatus, STATUS_COLUMNS, StatusRow } from './connection-rows.ts';
import { inHolding, lockConnection } from './hold-connection.ts';
import { saveTokens } from './save-tokens.ts';

/** Null when there is no such app. */
export async function putConnection(
  deps: HoldingDeps,
  given: NewConnection,
  act: Act,
): Promise<MadeConnection | null> {
  if (!isUuid(given.appId)) return null;
  const { sealingKeys, sources } = deps;
  return inHolding(deps, given.appId, async (connection) => {
    const now = sources.now();
    await makeRoom(connection, given.appId, now);
    const before = await lockConnection(connection, given.appId);
    if (before === null) return null;
    const { app_id: appId } = before;
    const held = newHeldTokens(given.tokens, given.companyId, now);
    await saveTokens(connection, sealingKeys, { appId, held });
    const row = await connection.one(sql.type(StatusRow)`
      UPDATE dialpad_connections
      SET
        company_id = ${given.companyId},
        user_id = ${given.userId},
        office_id = ${given.officeId},
        scopes = ${sql.array([...given.scopes], 'text')},
        connected_at = ${timestampOf(now)}::timestamptz,
        refreshed_at = NULL
      WHERE app_id = ${appId}::uuid
      RETURNING ${STATUS_COLUMNS}
    `);
    const action = 'connection.made' as const;
    await writeAudit(connection, sources, { ...act, action, appId, subjectId: appId });
    const isNews = before.access_token === null;
    const news = { appId, state: 'connected' } as const;
    return {
      connection: connectionStatus(row),
      updates: isNews ? [await announceConnection(connection, sources, news)] : [],
    };
  });
}

/** Several that make an app's first one at once then wait for the same row, as later ones do. */
async function makeRoom(connection: CommonQueryMethods, appId: string, now: number): Promise<void> {
  await connection.query(sql.unsafe`
    INSERT INTO dialpad_connections (app_id, scopes, state, obtained_at, connected_at)
    SELECT
      app_id, '{}', 'reauthorisation_needed',
      ${timestampOf(now)}::timestamptz, ${timestampOf(now)}::timestamptz
    FROM apps
    WHERE app_id = ${appId}::uuid
    ON CONFLICT (app_id) DO NOTHING
  `);
}
