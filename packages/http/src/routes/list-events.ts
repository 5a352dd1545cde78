import { EVENT_KINDS, EVENT_STATES } from '@dialpad-cti/core';
import { z } from 'zod';

import { EventStatusView, eventStatusView, HELD_REASONS } from '../answer/event-status-view.ts';
import { listOf } from '../answer/list-of.ts';
import { success } from '../answer/success.ts';
import { openPage } from '../paging/open-page.ts';
import { pageParameters } from '../paging/page-parameters.ts';
import { known } from '../request/known.ts';
import { AppId, Id, Instant, oneOf } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

const Query = z.object({
  ...pageParameters,
  app_id: AppId.optional(),
  state: oneOf(EVENT_STATES).optional(),
  kind: oneOf(EVENT_KINDS).optional(),
  reason: oneOf(HELD_REASONS).optional(),
  hook_id: Id.optional().describe('`default` for what came over the plain path.'),
  received_after: Instant.optional(),
  received_before: Instant.optional(),
});

export const listEventsRoute = defineRoute({
  method: 'GET',
  path: '/internal/events',
  operation: 'listEvents',
  tag: 'events',
  auth: 'operator',
  summary: 'Events as they arrived, the newest first, and how far each has come.',
  params: z.object({}),
  query: Query,
  body: { kind: 'none' },
  answers: { 200: listOf(EventStatusView) },
  handler: (deps, request) =>
    openPage(deps.cursorKey, request).asyncAndThen(({ page, paginate }) =>
      deps.eventStore
        .events(filterOf(request.query), page)
        .map((events) =>
          success(200, { data: events.rows.map(eventStatusView), pagination: paginate(events) }),
        ),
    ),
});

const filterOf = (query: z.output<typeof Query>) =>
  known({
    appId: query.app_id,
    state: query.state,
    kind: query.kind,
    reason: query.reason,
    hookId: query.hook_id,
    receivedAfter: query.received_after,
    receivedBefore: query.received_before,
  });
