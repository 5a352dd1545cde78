import { z } from 'zod';

import { EventStatusView, eventStatusView } from '../../answer/event-status-view.ts';
import { listOf } from '../../answer/list-of.ts';
import { success } from '../../answer/success.ts';
import { openPage } from '../../paging/open-page.ts';
import { pageParameters } from '../../paging/page-parameters.ts';
import { defineRoute } from '../../route.ts';
import { heldFilters } from './held-filters.ts';
import type { HeldKind } from './held-kind.ts';
import { selectionOf } from './selection-of.ts';

export const listHeldRoute = (kind: HeldKind) =>
  defineRoute({
    method: 'GET',
    path: kind.path,
    operation: kind.operations.list,
    tag: 'events',
    auth: 'operator',
    summary: `The ${kind.many}, the newest first.`,
    params: z.object({}),
    query: z.object({ ...pageParameters, ...heldFilters(kind) }),
    body: { kind: 'none' },
    answers: { 200: listOf(EventStatusView) },
    handler: (deps, request) =>
      openPage(deps.cursorKey, request).asyncAndThen(({ page, paginate }) =>
        deps.eventStore
          .events(selectionOf(kind.state, request.query), page)
          .map((events) =>
            success(200, { data: events.rows.map(eventStatusView), pagination: paginate(events) }),
          ),
      ),
  });
