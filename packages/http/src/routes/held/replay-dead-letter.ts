import { z } from 'zod';

import { HandledView } from '../../answer/handled-view.ts';
import { defineRoute } from '../../route.ts';
import { handledOne } from './handled-one.ts';

export const replayDeadLetterRoute = defineRoute({
  method: 'POST',
  path: '/internal/dead-letters/:id/replay',
  operation: 'replayDeadLetter',
  tag: 'events',
  auth: 'operator',
  summary: 'Lets a dead letter wait for its processing again, as if it had just arrived.',
  params: z.object({ id: z.uuid() }),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: HandledView },
  handler: (deps, { params, act }) =>
    deps.eventDesk
      .replay({ state: 'dead', ids: [params.id] }, { limit: 1 }, act)
      .andThen(handledOne('replayed')),
});
