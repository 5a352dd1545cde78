import {
  type Act,
  type ApiKeyRecord,
  type App,
  type NewApp,
  type Page,
  type PageRequest,
  timestampOf,
} from '@dialpad-cti/core';
import { type CommonQueryMethods, type DatabasePool, sql } from 'slonik';
import { z } from 'zod';

import { writeAudit } from '../audit/write-audit.ts';
import { asKeeper } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { type ListedRow, listPage } from '../records/list-page.ts';
import { raiseCredentialsEpoch } from './credentials-epoch.ts';
import { insertKey } from './insert-key.ts';
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
  { app, key }: { readonly app: NewApp; readonly key: ApiKeyRecord },
  act: Act,
): Promise<App> {
  const { appId, name } = app;
  if (key.appId !== appId) throw new Error('the key is for another app');
  const now = sources.now();
  const createdAt = timestampOf(now);
  return asKeeper(pool, async (connection) => {
    await connection.query(sql.unsafe`
      INSERT INTO apps (app_id, name, created_at) VALUES (${appId}, ${name}, ${createdAt})
    `);
    await connection.query(sql.unsafe`
      INSERT INTO app_streams (app_id, epoch) VALUES (${appId}, ${sources.newId()})
    `);
    await insertKey(connection, key, { createdAt: now, expiresAt: null });
    const made = { ...act, appId };
    await writeAudit(connection, sources, { ...made, action: 'app.created', subjectId: appId });
    const { keyId: subjectId, name: keyName } = key;
    const ofKey = { ...made, action: 'api-key.created' as const, subjectId, name: keyName };
    await writeAudit(connection, sources, ofKey);
    await raiseCredentialsEpoch(connection);
    return { appId, name, isActive: true, createdAt };
  });
}

export async function findApp(pool: DatabasePool, appId: string): Promise<App | null> {
  if (!isUuid(appId)) return null;
  const row = await asKeeper(pool, (connection) => readApp(connection, appId));
  return row === null ? null : appOf(row);
}

function readApp(connection: CommonQueryMethods, appId: string): Promise<AppRow | null> {
  return connection.maybeOne(sql.type(AppRow)`
    SELECT ${COLUMNS} FROM ${APPS} WHERE id = ${appId}::uuid
  `);
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
  { pool, sources }: KeyStoreDeps,
  { appId, isActive }: Pick<App, 'appId' | 'isActive'>,
  act: Act,
): Promise<App | null> {
  if (!isUuid(appId)) return null;
  const row = await asKeeper(pool, async (connection) => {
    const changed = await connection.maybeOne(sql.type(AppRow)`
      UPDATE apps SET is_active = ${isActive}
      WHERE app_id = ${appId}::uuid AND is_active <> ${isActive}
      RETURNING app_id AS id, name, is_active, created_at
    `);
    if (changed === null) return readApp(connection, appId);
    const action = isActive ? 'app.activated' : 'app.deactivated';
    await writeAudit(connection, sources, { ...act, action, appId, subjectId: changed.id });
    await raiseCredentialsEpoch(connection);
    return changed;
  });
  return row === null ? null : appOf(row);
}

function appOf({ id, name, is_active: isActive, created_at: createdAt }: AppRow): App {
  return { appId: id, name, isActive, createdAt: timestampOf(createdAt) };
}
