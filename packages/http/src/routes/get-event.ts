import { z } from 'zod';

import { ShownEvent } from '../answer/shown-event.ts';
import { Flag } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';
import { showEvent } from './show-event.ts';

export const getEventRoute = defineRoute({
  method: 'GET',
  path: '/internal/events/:id',
  operation: 'getEvent',
  tag: 'events',
  auth: 'operator',
  summary: 'An event, and its payload when that is asked for, which the audit log notes.',
  params: z.object({ id: z.uuid() }),
  query: z.object({ payload: Flag.default(false) }),
  body: { kind: 'none' },
  answers: { 200: ShownEvent },
  handler: (deps, { params, query, act }) =>
    showEvent(deps, { id: params.id, withPayload: query.payload, act }),
});
