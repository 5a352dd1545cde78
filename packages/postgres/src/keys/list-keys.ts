import type { ApiKeyStatus, Page, PageRequest } from '@dialpad-cti/core';
import { sql } from 'slonik';
import { z } from 'zod';

import { asKeeper } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { allOf, equals } from '../records/conditions.ts';
import { type ListedRow, listPage } from '../records/list-page.ts';
import { ofApp } from '../records/of-app.ts';
import { KEY_COLUMNS, type KeyRow, keyStatus } from './api-key-rows.ts';
import type { KeyStoreDeps } from './key-store-deps.ts';

const KEYS = sql.fragment`(SELECT key_id AS id, ${KEY_COLUMNS} FROM api_keys) AS api_key`;
const Exists = z.object({ exists: z.boolean() });

/** Null when the app does not exist. */
export async function listKeys(
  { pool, sources }: KeyStoreDeps,
  { appId, name }: { readonly appId: string; readonly name?: string },
  page: PageRequest,
): Promise<Page<ApiKeyStatus> | null> {
  if (!isUuid(appId)) return null;
  return asKeeper(pool, async (connection) => {
    const { exists } = await connection.one(sql.type(Exists)`
      SELECT EXISTS (SELECT FROM apps WHERE app_id = ${appId}::uuid) AS exists
    `);
    if (!exists) return null;
    const list = {
      from: KEYS,
      columns: sql.fragment`id, ${KEY_COLUMNS}`,
      where: allOf([ofApp(appId), equals(sql.fragment`name`, name)]),
      sort: { column: sql.fragment`created_at`, isTime: true, isDescending: true },
    };
    const found = await listPage<KeyRow & ListedRow>(connection, list, page);
    const now = sources.now();
    return { ...found, rows: found.rows.map((row) => keyStatus(row, now)) };
  });
}
