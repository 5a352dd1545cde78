import { VOICEMAIL_SORTS, Voicemail } from '@dialpad-cti/core';
import { z } from 'zod';

import { listOf } from '../answer/list-of.ts';
import { success } from '../answer/success.ts';
import { openPage } from '../paging/open-page.ts';
import { pageParameters } from '../paging/page-parameters.ts';
import { known } from '../request/known.ts';
import { Id, Instant, NumberText, oneOf } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

const Query = z.object({
  ...pageParameters,
  sort: oneOf(VOICEMAIL_SORTS).default('-received_at'),
  user_id: Id.optional(),
  number: NumberText.optional(),
  received_after: Instant.optional(),
  received_before: Instant.optional(),
});

export const listVoicemailsRoute = defineRoute({
  method: 'GET',
  path: '/api/voicemails',
  operation: 'listVoicemails',
  tag: 'voicemails',
  auth: 'app',
  summary: 'Voicemails, the newest first unless sorted otherwise.',
  params: z.object({}),
  query: Query,
  body: { kind: 'none' },
  answers: { 200: listOf(Voicemail) },
  handler: (deps, request) =>
    openPage(deps.cursorKey, request).asyncAndThen(({ page, paginate }) =>
      deps.recordReader
        .voicemails(request.principal.appId, { ...page, ...selectionOf(request.query) })
        .map((voicemails) =>
          success(200, { data: voicemails.rows, pagination: paginate(voicemails) }),
        ),
    ),
});

const selectionOf = (query: z.output<typeof Query>) => ({
  sort: query.sort,
  ...known({
    userId: query.user_id,
    number: query.number,
    receivedAfter: query.received_after,
    receivedBefore: query.received_before,
  }),
});
