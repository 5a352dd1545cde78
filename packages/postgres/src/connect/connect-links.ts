import { type Act, type NewConnectLink, timestampOf } from '@dialpad-cti/core';
import { sql } from 'slonik';
import { z } from 'zod';

import { writeAudit } from '../audit/write-audit.ts';
import { asKeeper } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { isStorable } from '../records/conditions.ts';
import { timestamp } from '../records/list-page.ts';
import type { ConnectionStoreDeps } from './connection-deps.ts';

/** False when there is no such app. */
export async function addConnectLink(
  { pool, sources }: ConnectionStoreDeps,
  { digest, appId, until }: NewConnectLink,
  act: Act,
): Promise<boolean> {
  if (!isUuid(appId)) return false;
  return asKeeper(pool, async (connection) => {
    await connection.query(sql.unsafe`
      DELETE FROM connect_links
      WHERE digest IN (
        SELECT digest FROM connect_links
        WHERE until <= ${timestamp(sources.now())}
        FOR UPDATE SKIP LOCKED
      )
    `);
    const { rowCount } = await connection.query(sql.unsafe`
      INSERT INTO connect_links (digest, app_id, until)
      SELECT ${digest}, app_id, ${timestampOf(until)}::timestamptz
      FROM apps
      WHERE app_id = ${appId}::uuid
    `);
    if (rowCount === 0) return false;
    const made = { action: 'connect-link.created' as const, appId, subjectId: appId };
    await writeAudit(connection, sources, { ...act, ...made });
    return true;
  });
}

const Taken = z.object({ app_id: z.string(), until: z.number() });

export async function takeConnectLink(
  { pool, sources }: ConnectionStoreDeps,
  digest: string,
): Promise<string | null> {
  if (!isStorable(digest)) return null;
  const row = await asKeeper(pool, (connection) =>
    connection.maybeOne(sql.type(Taken)`
      DELETE FROM connect_links WHERE digest = ${digest} RETURNING app_id, until
    `),
  );
  return row !== null && sources.now() < row.until ? row.app_id : null;
}
