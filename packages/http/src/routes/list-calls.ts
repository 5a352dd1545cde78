import { CALL_SORTS, Call, CallOutcome, CallStatus, Direction } from '@dialpad-cti/core';
import { z } from 'zod';

import { listOf } from '../answer/list-of.ts';
import { success } from '../answer/success.ts';
import { openPage } from '../paging/open-page.ts';
import { pageParameters } from '../paging/page-parameters.ts';
import { known } from '../request/known.ts';
import { Flag, Id, Instant, NumberText, oneOf, someOf } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

const Query = z.object({
  ...pageParameters,
  sort: oneOf(CALL_SORTS).default('-started_at'),
  user_id: Id.optional(),
  call_center_id: Id.optional(),
  status: someOf(CallStatus.options).optional(),
  outcome: someOf(CallOutcome.options).optional(),
  direction: oneOf(Direction.options).optional(),
  from: NumberText.optional(),
  to: NumberText.optional(),
  number: NumberText.optional(),
  started_after: Instant.optional(),
  started_before: Instant.optional(),
  updated_since: Instant.optional(),
  has_recording: Flag.optional(),
  has_voicemail: Flag.optional(),
});

export const listCallsRoute = defineRoute({
  method: 'GET',
  path: '/api/calls',
  operation: 'listCalls',
  tag: 'calls',
  auth: 'app',
  summary: 'Calls, the newest first unless sorted otherwise.',
  params: z.object({}),
  query: Query,
  body: { kind: 'none' },
  answers: { 200: listOf(Call) },
  handler: (deps, request) =>
    openPage(deps.cursorKey, request).asyncAndThen(({ page, paginate }) =>
      deps.recordReader
        .calls(request.principal.appId, { ...page, ...selectionOf(request.query) })
        .map((calls) => success(200, { data: calls.rows, pagination: paginate(calls) })),
    ),
});

const selectionOf = (query: z.output<typeof Query>) => ({
  sort: query.sort,
  ...known({
    userId: query.user_id,
    callCenterId: query.call_center_id,
    status: query.status,
    outcome: query.outcome,
    direction: query.direction,
    from: query.from,
    to: query.to,
    number: query.number,
    startedAfter: query.started_after,
    startedBefore: query.started_before,
    updatedSince: query.updated_since,
    hasRecording: query.has_recording,
    hasVoicemail: query.has_voicemail,
  }),
});
