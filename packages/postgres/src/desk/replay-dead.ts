import type { Act, Handled, HeldSelection, Slice } from '@dialpad-cti/core';
import { sql } from 'slonik';

import { asDesk } from '../connection/in-transaction.ts';
import { EVENTS_CHANNEL } from '../intake/flush-statement.ts';
import type { DeskDeps } from './desk-deps.ts';
import { noteTaken } from './note-taken.ts';
import { takeHeld } from './take-held.ts';

/** Back into the queue as new, and the workers are told. */
export function replayDead(
  { pool, sources }: DeskDeps,
  { selection, slice }: { readonly selection: HeldSelection; readonly slice: Slice },
  act: Act,
): Promise<Handled> {
  return asDesk(pool, async (connection) => {
    const { events, next } = await takeHeld(connection, selection, slice);
    if (events.length > 0) {
      const keys = events.map(({ appId, id }) => [appId, id]);
      await connection.query(sql.unsafe`
        WITH queued AS (
          INSERT INTO webhook_queue (app_id, event_id)
          SELECT app_id, event_id
          FROM ${sql.unnest(keys, ['uuid', 'uuid'])} AS taken (app_id, event_id)
        )
        SELECT pg_notify(${EVENTS_CHANNEL}, '')
      `);
      await noteTaken(connection, sources, { act, action: 'dead-letter.replayed', events });
    }
    return { count: events.length, next };
  });
}
