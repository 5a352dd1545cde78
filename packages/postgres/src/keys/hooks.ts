import { type Hook, type NewHook, timestampOf } from '@dialpad-cti/core';
import { sql } from 'slonik';
import { z } from 'zod';

import { asKeeper } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { isStorable } from '../records/conditions.ts';
import { type SealedPlace, seal, unseal } from '../sealing.ts';
import { raiseCredentialsEpoch } from './credentials-epoch.ts';
import type { KeyStoreDeps } from './key-store-deps.ts';

/** False when the app does not exist. */
export async function createHook(
  { pool, sealingKeys, sources }: KeyStoreDeps,
  { hookId, appId, secret }: NewHook,
): Promise<boolean> {
  if (!isUuid(appId)) return false;
  const sealed = seal(sealingKeys, placeOf('secret', appId, hookId), secret);
  return asKeeper(pool, async (connection) => {
    const { rowCount } = await connection.query(sql.unsafe`
      INSERT INTO dialpad_webhooks (app_id, hook_id, secret, secret_key_id, created_at)
      SELECT
        apps.app_id, ${hookId}, ${sql.binary(Buffer.from(sealed.bytes))}, ${sealed.keyId},
        ${timestampOf(sources.now())}::timestamptz
      FROM apps
      WHERE apps.app_id = ${appId}::uuid
    `);
    if (rowCount > 0) await raiseCredentialsEpoch(connection);
    return rowCount > 0;
  });
}

const HookRow = z.object({
  app_id: z.string(),
  hook_id: z.string(),
  secret: z.instanceof(Uint8Array),
  secret_key_id: z.string(),
  previous_secret: z.instanceof(Uint8Array).nullable(),
  previous_secret_key_id: z.string().nullable(),
  previous_secret_until: z.number().nullable(),
});

export async function findHook(deps: KeyStoreDeps, hookId: string): Promise<Hook | null> {
  if (!isStorable(hookId)) return null;
  const row = await asKeeper(deps.pool, (connection) =>
    connection.maybeOne(sql.type(HookRow)`
      SELECT
        app_id, hook_id, secret, secret_key_id,
        previous_secret, previous_secret_key_id, previous_secret_until
      FROM dialpad_webhooks
      WHERE hook_id = ${hookId}
    `),
  );
  return row === null ? null : { hookId, appId: row.app_id, secrets: secretsOf(deps, row) };
}

function secretsOf(
  { sealingKeys, sources }: KeyStoreDeps,
  row: z.infer<typeof HookRow>,
): readonly string[] {
  const { app_id: appId, hook_id: hookId } = row;
  const open = (column: Column, keyId: string, bytes: Uint8Array): string =>
    unseal(sealingKeys, placeOf(column, appId, hookId), { keyId, bytes });

  const current = open('secret', row.secret_key_id, row.secret);
  const { previous_secret: previous, previous_secret_key_id: keyId } = row;
  const isOver = (row.previous_secret_until ?? 0) <= sources.now();
  if (previous === null || keyId === null || isOver) return [current];
  return [current, open('previous_secret', keyId, previous)];
}

type Column = 'secret' | 'previous_secret';

function placeOf(column: Column, appId: string, rowId: string): SealedPlace {
  return { table: 'dialpad_webhooks', column, appId, rowId };
}
