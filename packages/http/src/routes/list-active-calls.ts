import { Call } from '@dialpad-cti/core';
import { z } from 'zod';

import { listOf } from '../answer/list-of.ts';
import { success } from '../answer/success.ts';
import { openPage } from '../paging/open-page.ts';
import { pageParameters } from '../paging/page-parameters.ts';
import { defineRoute } from '../route.ts';

const Answer = listOf(Call).extend({
  stream: z
    .object({ epoch: z.string(), position: z.int() })
    .describe('Where the live updates stood at the moment of this list.'),
});

export const listActiveCallsRoute = defineRoute({
  method: 'GET',
  path: '/api/calls/active',
  operation: 'listActiveCalls',
  tag: 'calls',
  auth: 'app',
  summary: 'Calls that are live now, the newest first.',
  params: z.object({}),
  query: z.object(pageParameters),
  body: { kind: 'none' },
  answers: { 200: Answer },
  handler: (deps, request) =>
    openPage(deps.cursorKey, request).asyncAndThen(({ page, paginate }) =>
      deps.recordReader
        .activeCalls(request.principal.appId, page)
        .map((calls) =>
          success(200, { data: calls.rows, pagination: paginate(calls), stream: calls.stream }),
        ),
    ),
});
