import type { Act, Discharged } from '@dialpad-cti/core';

import { asDesk } from '../connection/in-transaction.ts';
import type { DeskDeps } from './desk-deps.ts';
import { noteTaken } from './note-taken.ts';
import { takeHeld } from './take-held.ts';

export function discharge(
  { pool, sources }: DeskDeps,
  { state, ids, appId }: Discharged,
  act: Act,
): Promise<number> {
  return asDesk(pool, async (connection) => {
    const { events } = await takeHeld(connection, { state, ids }, { limit: ids.length });
    const action = state === 'unrouted' ? 'unrouted.released' : 'quarantine.released';
    const given = events.map((event) => ({ ...event, appId: appId ?? event.appId }));
    await noteTaken(connection, sources, { act, action, events: given });
    return events.length;
  });
}
