import type { EventDesk } from '@dialpad-cti/core';

import { attempt } from '../attempt.ts';
import { asOperator } from '../connection/in-transaction.ts';
import { readStatuses } from '../events/read-statuses.ts';
import { countHeld } from './count-held.ts';
import type { DeskDeps } from './desk-deps.ts';
import { discharge } from './discharge.ts';
import { heldBodies } from './held-bodies.ts';
import { purgeHeld } from './purge-held.ts';
import { replayDead } from './replay-dead.ts';
import { showPayload } from './show-payload.ts';

export function createPostgresEventDesk(deps: DeskDeps): EventDesk {
  const { pool } = deps;
  return {
    event: (id) =>
      attempt(async () => {
        const [found] = await asOperator(pool, (connection) =>
          readStatuses(connection, { ids: [id] }, { limit: 1 }),
        );
        return found ?? null;
      }),
    payload: (id, act) => attempt(() => showPayload(deps, id, act)),
    countHeld: (selection) => attempt(() => countHeld(pool, selection)),
    heldBodies: (selection, slice) => attempt(() => heldBodies(pool, selection, slice)),
    replay: (selection, slice, act) => attempt(() => replayDead(deps, { selection, slice }, act)),
    discharge: (discharged, act) => attempt(() => discharge(deps, discharged, act)),
    purge: (selection, slice, act) => attempt(() => purgeHeld(deps, { selection, slice }, act)),
  };
}
