import type {
  Act,
  Hook,
  HookSecret,
  HookStatus,
  NewHook,
  Page,
  PageRequest,
} from '@dialpad-cti/core';
import { sql } from 'slonik';

import { writeAudit } from '../audit/write-audit.ts';
import { asKeeper } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { isStorable } from '../records/conditions.ts';
import { type ListedRow, listPage } from '../records/list-page.ts';
import { ofApp } from '../records/of-app.ts';
import { raiseCredentialsEpoch } from './credentials-epoch.ts';
import { hookStatus, STATUS_COLUMNS, StatusRow } from './hook-rows.ts';
import { currentSecret, previousSecret, SECRET_COLUMNS, SecretRow } from './hook-secrets.ts';
import { insertHook } from './insert-hook.ts';
import type { KeyStoreDeps } from './key-store-deps.ts';

/** False when the app does not exist. */
export async function createHook(deps: KeyStoreDeps, hook: NewHook, act: Act): Promise<boolean> {
  if (!isUuid(hook.appId)) return false;
  return asKeeper(deps.pool, (connection) => insertHook(connection, deps, { hook, act }));
}

export async function findHook(deps: KeyStoreDeps, hookId: string): Promise<Hook | null> {
  if (!isStorable(hookId)) return null;
  const row = await asKeeper(deps.pool, (connection) =>
    connection.maybeOne(sql.type(SecretRow)`
      SELECT ${SECRET_COLUMNS} FROM dialpad_webhooks WHERE hook_id = ${hookId}
    `),
  );
  return row === null ? null : { hookId, appId: row.app_id, secrets: secretsOf(deps, row) };
}

function secretsOf({ sealingKeys, sources }: KeyStoreDeps, row: SecretRow): readonly HookSecret[] {
  const current = { text: currentSecret(sealingKeys, row), until: null };
  const previous = previousSecret(sealingKeys, row, sources.now());
  if (previous === null) return [current];
  return [current, { text: previous.text, until: previous.until }];
}

const HOOKS = sql.fragment`(
  SELECT hook_id AS id, ${STATUS_COLUMNS} FROM dialpad_webhooks
) AS hook`;
const LISTED_COLUMNS = sql.fragment`
  id, app_id, hook_id, created_at, previous_secret_until, has_previous_secret`;

export function listHooks(
  { pool, sources }: KeyStoreDeps,
  { appId }: { readonly appId?: string },
  page: PageRequest,
): Promise<Page<HookStatus>> {
  return asKeeper(pool, async (connection) => {
    const list = {
      from: HOOKS,
      columns: LISTED_COLUMNS,
      where: ofApp(appId),
      sort: { column: sql.fragment`created_at`, isTime: true, isDescending: true },
    };
    const found = await listPage<StatusRow & ListedRow>(connection, list, page);
    const now = sources.now();
    return { ...found, rows: found.rows.map((row) => hookStatus(row, now)) };
  });
}

export async function findHookStatus(
  { pool, sources }: KeyStoreDeps,
  hookId: string,
): Promise<HookStatus | null> {
  if (!isStorable(hookId)) return null;
  const row = await asKeeper(pool, (connection) =>
    connection.maybeOne(sql.type(StatusRow)`
      SELECT ${STATUS_COLUMNS} FROM dialpad_webhooks WHERE hook_id = ${hookId}
    `),
  );
  return row === null ? null : hookStatus(row, sources.now());
}

export async function deleteHook(
  { pool, sources }: KeyStoreDeps,
  hookId: string,
  act: Act,
): Promise<HookStatus | null> {
  if (!isStorable(hookId)) return null;
  return asKeeper(pool, async (connection) => {
    const row = await connection.maybeOne(sql.type(StatusRow)`
      DELETE FROM dialpad_webhooks WHERE hook_id = ${hookId} RETURNING ${STATUS_COLUMNS}
    `);
    if (row === null) return null;
    const { app_id: appId } = row;
    const action = 'webhook.deleted' as const;
    await writeAudit(connection, sources, { ...act, action, appId, subjectId: hookId });
    await raiseCredentialsEpoch(connection);
    return hookStatus(row, sources.now());
  });
}
