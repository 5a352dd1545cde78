import type { CallFacts } from '@dialpad-cti/core';
import { type DatabasePool, sql } from 'slonik';
import { z } from 'zod';

import { inTenant } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { isStorable } from '../records/conditions.ts';
import { timestamp } from '../records/list-page.ts';

/** Written by us, from values of that type, and read by core only. */
export const FactsRow = z.object({ facts: z.custom<CallFacts>() });
const IdRow = z.object({ call_id: z.string() });

export async function readCallFacts(
  pool: DatabasePool,
  appId: string,
  ids: readonly string[],
): Promise<readonly CallFacts[]> {
  if (!isUuid(appId)) return [];
  const asked = sql.array(ids.filter(isStorable), 'text');
  const rows = await inTenant(pool, appId, (connection) =>
    connection.any(sql.type(FactsRow)`
      SELECT facts FROM calls WHERE app_id = ${appId}::uuid AND call_id = ANY (${asked})
    `),
  );
  return rows.map(({ facts }) => facts);
}

export async function readConcludedCalls(
  pool: DatabasePool,
  appId: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly string[]> {
  if (!isUuid(appId)) return [];
  const rows = await inTenant(pool, appId, (connection) =>
    connection.any(sql.type(IdRow)`
      SELECT call_id
      FROM calls
      WHERE app_id = ${appId}::uuid
        AND started_at >= ${timestamp(from)}
        AND started_at < ${timestamp(to)}
        AND outcome IS NOT NULL
    `),
  );
  // By code unit, whatever the database's own order is.
  return rows.map(({ call_id }) => call_id).sort();
}
