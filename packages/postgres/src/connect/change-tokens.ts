import {
  applyTokenChange,
  type ChangedTokens,
  type HeldTokens,
  type TokenChange,
  timestampOf,
} from '@dialpad-cti/core';
import { ok, type Result, type ResultAsync } from 'neverthrow';
import { type CommonQueryMethods, sql } from 'slonik';

import { isUuid } from '../is-uuid.ts';
import { announceConnection } from './announce-connection.ts';
import type { HoldingDeps } from './connection-deps.ts';
import { heldTokens } from './connection-rows.ts';
import { inHolding, lockConnection } from './hold-connection.ts';
import { saveTokens } from './save-tokens.ts';

export async function changeTokens<Fault>(
  deps: HoldingDeps,
  appId: string,
  work: (held: HeldTokens) => ResultAsync<TokenChange, Fault>,
): Promise<Result<ChangedTokens | null, Fault>> {
  if (!isUuid(appId)) return ok(null);
  return inHolding(deps, appId, async (connection) => {
    const row = await lockConnection(connection, appId);
    const held = row === null ? null : heldTokens(deps.sealingKeys, row);
    if (row === null || held === null) return ok(null);
    const decided = await work(held);
    if (decided.isErr()) return decided.map(() => null);
    return ok(await commit(deps, connection, { appId: row.app_id, held, change: decided.value }));
  });
}

interface Decided {
  readonly appId: string;
  readonly held: HeldTokens;
  readonly change: TokenChange;
}

async function commit(
  { sealingKeys, sources }: HoldingDeps,
  connection: CommonQueryMethods,
  { appId, held, change }: Decided,
): Promise<ChangedTokens> {
  const now = sources.now();
  switch (change.kind) {
    case 'keep':
      return { tokens: held, updates: [] };
    case 'unclear': {
      const tokens = applyTokenChange(held, change, now);
      await noteUnclear(connection, appId, tokens);
      return { tokens, updates: [] };
    }
    case 'refreshed': {
      const tokens = applyTokenChange(held, change, now);
      await saveTokens(connection, sealingKeys, { appId, held: tokens });
      await connection.query(sql.unsafe`
        UPDATE dialpad_connections
        SET refreshed_at = ${timestampOf(now)}::timestamptz
        WHERE app_id = ${appId}::uuid
      `);
      return { tokens, updates: [] };
    }
    case 'reauthorisation-needed': {
      await dropTokens(connection, appId);
      const news = { appId, state: 'reauthorisation_needed' } as const;
      return { tokens: null, updates: [await announceConnection(connection, sources, news)] };
    }
  }
}

/** The tokens stay sealed as they are. */
async function noteUnclear(
  connection: CommonQueryMethods,
  appId: string,
  { unclearRefreshes, lastUnclearAt }: HeldTokens,
): Promise<void> {
  await connection.query(sql.unsafe`
    UPDATE dialpad_connections
    SET
      unclear_refreshes = ${unclearRefreshes},
      last_unclear_at = ${timestampOf(lastUnclearAt)}::timestamptz
    WHERE app_id = ${appId}::uuid
  `);
}

async function dropTokens(connection: CommonQueryMethods, appId: string): Promise<void> {
  await connection.query(sql.unsafe`
    UPDATE dialpad_connections
    SET
      state = 'reauthorisation_needed',
      access_token = NULL,
      access_token_key_id = NULL,
      refresh_token = NULL,
      refresh_token_key_id = NULL
    WHERE app_id = ${appId}::uuid
  `);
}
