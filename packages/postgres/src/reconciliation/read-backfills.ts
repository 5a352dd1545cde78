import type { Backfill, Page, PageRequest } from '@dialpad-cti/core';
import { type DatabasePool, sql } from 'slonik';
import { z } from 'zod';

import { inTenant } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { type ListedRow, listPage } from '../records/list-page.ts';
import { ofApp } from '../records/of-app.ts';
import { BACKFILL_COLUMNS, BackfillRow, backfillOf } from './backfill-rows.ts';

export async function findBackfill(
  pool: DatabasePool,
  appId: string,
  id: string,
): Promise<Backfill | null> {
  if (!isUuid(appId) || !isUuid(id)) return null;
  const row = await inTenant(pool, appId, (connection) =>
    connection.maybeOne(sql.type(BackfillRow)`
      SELECT ${BACKFILL_COLUMNS}
      FROM backfills
      WHERE app_id = ${appId}::uuid AND id = ${id}::uuid
    `),
  );
  return row === null ? null : backfillOf(row);
}

export async function listBackfills(
  pool: DatabasePool,
  appId: string,
  page: PageRequest,
): Promise<Page<Backfill>> {
  if (!isUuid(appId)) return { rows: [], next: null, ...(page.count ? { total: 0 } : {}) };
  return inTenant(pool, appId, async (connection) => {
    const list = {
      from: sql.fragment`backfills`,
      columns: BACKFILL_COLUMNS,
      where: ofApp(appId),
      sort: { column: sql.fragment`created_at`, isTime: true, isDescending: true },
    };
    const found = await listPage<BackfillRow & ListedRow>(connection, list, page);
    return { ...found, rows: found.rows.map(backfillOf) };
  });
}

const Walked = z.object({ until: z.number().nullable() });

export async function readWalkedUntil(pool: DatabasePool, appId: string): Promise<number | null> {
  if (!isUuid(appId)) return null;
  return inTenant(pool, appId, async (connection) => {
    const { until } = await connection.one(sql.type(Walked)`
      SELECT max(to_at) AS until
      FROM backfills
      WHERE app_id = ${appId}::uuid AND state = 'done'
    `);
    return until;
  });
}
