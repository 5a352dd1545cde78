import type { Act } from '@dialpad-cti/core';
import { sql } from 'slonik';
import { z } from 'zod';

import { asDesk } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import type { DeskDeps } from './desk-deps.ts';
import { noteTaken } from './note-taken.ts';

const Shown = z.object({
  id: z.string(),
  app_id: z.string().nullable(),
  body: z.instanceof(Uint8Array),
});

/** Gives nothing before the entry is committed. */
export async function showPayload(
  { pool, sources }: DeskDeps,
  id: string,
  act: Act,
): Promise<Uint8Array | null> {
  if (!isUuid(id)) return null;
  return asDesk(pool, async (connection) => {
    const shown = await connection.maybeOne(sql.type(Shown)`
      SELECT id, app_id, convert_to(payload, 'UTF8') AS body
      FROM webhook_events
      WHERE id = ${id}::uuid
      UNION ALL
      SELECT id, app_id, body FROM quarantine WHERE id = ${id}::uuid
      UNION ALL
      SELECT id, app_id, body FROM unrouted_events WHERE id = ${id}::uuid
    `);
    if (shown === null) return null;
    const events = [{ id: shown.id, appId: shown.app_id }];
    await noteTaken(connection, sources, { act, action: 'event.payload-shown', events });
    return shown.body;
  });
}
