import { z } from 'zod';

import { ShownEvent } from '../../answer/shown-event.ts';
import { Flag } from '../../request/parameters.ts';
import { defineRoute } from '../../route.ts';
import { showEvent } from '../show-event.ts';
import type { HeldKind } from './held-kind.ts';

export const getHeldRoute = (kind: HeldKind) =>
  defineRoute({
    method: 'GET',
    path: `${kind.path}/:id`,
    operation: kind.operations.get,
    tag: 'events',
    auth: 'operator',
    summary: `One ${kind.one}, and its payload when that is asked for, which the audit log notes.`,
    params: z.object({ id: z.uuid() }),
    query: z.object({ payload: Flag.default(false) }),
    body: { kind: 'none' },
    answers: { 200: ShownEvent },
    handler: (deps, { params, query, act }) =>
      showEvent(deps, { id: params.id, state: kind.state, withPayload: query.payload, act }),
  });
