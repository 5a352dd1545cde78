import { type CallEvent, EVENT_KINDS, Timestamp } from '@dialpad-cti/core';
import { z } from 'zod';

import { listOf } from '../answer/list-of.ts';
import { success } from '../answer/success.ts';
import { openPage } from '../paging/open-page.ts';
import { pageParameters } from '../paging/page-parameters.ts';
import { found } from '../request/found.ts';
import { Id } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

const CallEventView = z.object({
  id: z.uuid(),
  kind: z.enum(EVENT_KINDS),
  type: z.string().describe("Dialpad's word for what happened."),
  occurred_at: Timestamp.nullable().describe("By Dialpad's clock."),
  received_at: Timestamp,
  deliveries: z.int().describe('How often it arrived.'),
});

export const listCallEventsRoute = defineRoute({
  method: 'GET',
  path: '/api/calls/:id/events',
  operation: 'listCallEvents',
  tag: 'calls',
  auth: 'app',
  summary: 'What happened to a call, the oldest event first.',
  params: z.object({ id: Id }),
  query: z.object(pageParameters),
  body: { kind: 'none' },
  answers: { 200: listOf(CallEventView) },
  handler: (deps, request) =>
    openPage(deps.cursorKey, request).asyncAndThen(({ page, paginate }) =>
      deps.recordReader
        .callEvents(request.principal.appId, request.params.id, page)
        .andThen(found)
        .map((events) =>
          success(200, { data: events.rows.map(callEventView), pagination: paginate(events) }),
        ),
    ),
});

const callEventView = (event: CallEvent): z.infer<typeof CallEventView> => ({
  id: event.id,
  kind: event.kind,
  type: event.type,
  occurred_at: event.occurredAt,
  received_at: event.receivedAt,
  deliveries: event.deliveries,
});
