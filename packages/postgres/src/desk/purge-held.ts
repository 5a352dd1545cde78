import type { Act, AuditAction, Handled, HeldSelection, HeldState, Slice } from '@dialpad-cti/core';
import { sql } from 'slonik';

import { asDesk } from '../connection/in-transaction.ts';
import type { DeskDeps } from './desk-deps.ts';
import { noteTaken } from './note-taken.ts';
import { takeHeld } from './take-held.ts';

/** The digest of an event stays: it tells a delivery that comes again. */
export function purgeHeld(
  { pool, sources }: DeskDeps,
  { selection, slice }: { readonly selection: HeldSelection; readonly slice: Slice },
  act: Act,
): Promise<Handled> {
  const { state } = selection;
  return asDesk(pool, async (connection) => {
    const { events, next } = await takeHeld(connection, selection, slice);
    if (state === 'dead') {
      const ids = sql.array(
        events.map(({ id }) => id),
        'uuid',
      );
      await connection.query(sql.unsafe`DELETE FROM webhook_events WHERE id = ANY (${ids})`);
    }
    await noteTaken(connection, sources, { act, action: ACTIONS[state], events });
    return { count: events.length, next };
  });
}

const ACTIONS: Readonly<Record<HeldState, AuditAction>> = {
  dead: 'dead-letter.purged',
  quarantined: 'quarantine.purged',
  unrouted: 'unrouted.purged',
};
