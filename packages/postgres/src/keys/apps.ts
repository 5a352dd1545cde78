import {
  type ApiKeyRecord,
  type App,
  type NewApp,
  type Page,
  type PageRequest,
  timestampOf,
} from '@dialpad-cti/core';
import { type CommonQueryMethods, type DatabasePool, sql } from 'slonik';
import { z } from 'zod';

import { asKeeper } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { type ListedRow, listPage } from '../records/list-page.ts';
import { raiseCredentialsEpoch } from './credentials-epoch.ts';
import type { KeyStoreDeps } from './key-store-deps.ts';

const COLUMNS = sql.fragment`id, name, is_active, created_at`;
const APPS = sql.fragment`(
  SELECT app_id AS id, name, is_active, created_at FROM apps
) AS app`;

const AppRow = z.object({
  id: z.string(),
  name: z.string(),
  is_active: z.boolean(),
  created_at: z.number(),
});
type AppRow = z.infer<typeof AppRow>;

export function createApp(
  { pool, sources }: KeyStoreDeps,
  { appId, name }: NewApp,
  key: ApiKeyRecord,
): Promise<App> {
  if (key.appId !== appId) throw new Error('the key is for another app');
  const createdAt = timestampOf(sources.now());
  return asKeeper(pool, async (connection) => {
    await connection.query(sql.unsafe`
      INSERT INTO apps (app_id, name, created_at) VALUES (${appId}, ${name}, ${createdAt})
    `);
    await connection.query(sql.unsafe`
      INSERT INTO app_streams (app_id, epoch) VALUES (${appId}, ${sources.newId()})
    `);
    await insertKey(connection, key, { createdAt, auditId: sources.newId() });
    await raiseCredentialsEpoch(connection);
    return { appId, name, isActive: true, createdAt };
  });
}

async function insertKey(
  connection: CommonQueryMethods,
  { appId, keyId, name, digest, pepperId, hash }: ApiKeyRecord,
  { createdAt, auditId }: { readonly createdAt: string; readonly auditId: string },
): Promise<void> {
  await connection.query(sql.unsafe`
    INSERT INTO api_keys (app_id, key_id, name, digest, pepper_id, hash, created_at)
    VALUES (
      ${appId}, ${keyId}, ${name}, ${sql.binary(Buffer.from(digest))}, ${pepperId}, ${hash},
      ${createdAt}
    )
  `);
  await connection.query(sql.unsafe`
    INSERT INTO api_key_audit_log (app_id, id, key_id, name, action, at)
    VALUES (${appId}, ${auditId}, ${keyId}, ${name}, 'created', ${createdAt})
  `);
}

export async function findApp(pool: DatabasePool, appId: string): Promise<App | null> {
  if (!isUuid(appId)) return null;
  const row = await asKeeper(pool, (connection) =>
    connection.maybeOne(sql.type(AppRow)`
      SELECT ${COLUMNS} FROM ${APPS} WHERE id = ${appId}::uuid
    `),
  );
  return row === null ? null : appOf(row);
}

export function listApps(pool: DatabasePool, page: PageRequest): Promise<Page<App>> {
  return asKeeper(pool, async (connection) => {
    const sort = { column: sql.fragment`created_at`, isTime: true, isDescending: true };
    const list = { from: APPS, columns: COLUMNS, where: sql.fragment`TRUE`, sort };
    const found = await listPage<AppRow & ListedRow>(connection, list, page);
    return { ...found, rows: found.rows.map(appOf) };
  });
}

export async function findOnlyApp(pool: DatabasePool): Promise<App | null> {
  const rows = await asKeeper(pool, (connection) =>
    connection.any(sql.type(AppRow)`SELECT ${COLUMNS} FROM ${APPS} LIMIT 2`),
  );
  const [only] = rows;
  return rows.length === 1 && only !== undefined ? appOf(only) : null;
}

export async function setAppActive(
  pool: DatabasePool,
  appId: string,
  isActive: boolean,
): Promise<App | null> {
  if (!isUuid(appId)) return null;
  const row = await asKeeper(pool, async (connection) => {
    const changed = await connection.maybeOne(sql.type(AppRow)`
      UPDATE apps SET is_active = ${isActive}
      WHERE app_id = ${appId}::uuid
      RETURNING app_id AS id, name, is_active, created_at
    `);
    if (changed !== null) await raiseCredentialsEpoch(connection);
    return changed;
  });
  return row === null ? null : appOf(row);
}

function appOf({ id, name, is_active: isActive, created_at: createdAt }: AppRow): App {
  return { appId: id, name, isActive, createdAt: timestampOf(createdAt) };
}
