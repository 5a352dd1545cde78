import { Direction, MESSAGE_SORTS, Message, MessageStatus } from '@dialpad-cti/core';
import { z } from 'zod';

import { listOf } from '../answer/list-of.ts';
import { success } from '../answer/success.ts';
import { openPage } from '../paging/open-page.ts';
import { pageParameters } from '../paging/page-parameters.ts';
import { known } from '../request/known.ts';
import { Id, Instant, NumberText, oneOf, someOf } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

const Query = z.object({
  ...pageParameters,
  sort: oneOf(MESSAGE_SORTS).default('-sent_at'),
  direction: oneOf(Direction.options).optional(),
  from: NumberText.optional(),
  to: NumberText.optional(),
  number: NumberText.optional(),
  user_id: Id.optional(),
  status: someOf(MessageStatus.options).optional(),
  sent_after: Instant.optional(),
  sent_before: Instant.optional(),
});

export const listMessagesRoute = defineRoute({
  method: 'GET',
  path: '/api/messages',
  operation: 'listMessages',
  tag: 'messages',
  auth: 'app',
  summary: 'Text messages, the newest first unless sorted otherwise.',
  params: z.object({}),
  query: Query,
  body: { kind: 'none' },
  answers: { 200: listOf(Message) },
  handler: (deps, request) =>
    openPage(deps.cursorKey, request).asyncAndThen(({ page, paginate }) =>
      deps.recordReader
        .messages(request.principal.appId, { ...page, ...selectionOf(request.query) })
        .map((messages) => success(200, { data: messages.rows, pagination: paginate(messages) })),
    ),
});

const selectionOf = (query: z.output<typeof Query>) => ({
  sort: query.sort,
  ...known({
    direction: query.direction,
    from: query.from,
    to: query.to,
    number: query.number,
    userId: query.user_id,
    status: query.status,
    sentAfter: query.sent_after,
    sentBefore: query.sent_before,
  }),
});
