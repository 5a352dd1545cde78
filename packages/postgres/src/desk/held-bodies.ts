import {
  type HeldBody,
  type HeldSelection,
  SET_ASIDE_REASONS,
  type Slice,
} from '@dialpad-cti/core';
import { type DatabasePool, sql } from 'slonik';
import { z } from 'zod';

import { asOperator } from '../connection/in-transaction.ts';
import { heldIn } from './held-in.ts';

const Row = z.object({
  id: z.string(),
  app_id: z.string().nullable(),
  hook_id: z.string(),
  reason: z.enum(SET_ASIDE_REASONS),
  body: z.instanceof(Uint8Array),
});

export function heldBodies(
  pool: DatabasePool,
  selection: HeldSelection,
  { limit, after }: Slice,
): Promise<readonly HeldBody[]> {
  return asOperator(pool, async (connection) => {
    const rows = await connection.any(sql.type(Row)`
      SELECT event.id, event.app_id, event.hook_id, event.reason, event.body
      FROM ${heldIn(selection, after)}
      ORDER BY event.id
      LIMIT ${limit}
    `);
    return rows.map(({ id, app_id: appId, hook_id: hookId, reason, body }) => {
      return { id, appId, hookId, reason, body };
    });
  });
}
