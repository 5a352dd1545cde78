import { z } from 'zod';

import { HandledView } from '../../answer/handled-view.ts';
import { defineRoute } from '../../route.ts';
import { handledOne } from './handled-one.ts';
import type { HeldKind } from './held-kind.ts';

export const purgeOneHeldRoute = (kind: HeldKind) =>
  defineRoute({
    method: 'DELETE',
    path: `${kind.path}/:id`,
    operation: kind.operations.purgeOne,
    tag: 'events',
    auth: 'operator',
    summary: `Deletes one ${kind.one} with its payload, for good.`,
    params: z.object({ id: z.uuid() }),
    query: z.object({}),
    body: { kind: 'none' },
    answers: { 200: HandledView },
    handler: (deps, { params, act }) =>
      deps.eventDesk
        .purge({ state: kind.state, ids: [params.id] }, { limit: 1 }, act)
        .andThen(handledOne('purged')),
  });
