import { Message } from '@dialpad-cti/core';
import { z } from 'zod';

import { single } from '../answer/single.ts';
import { success } from '../answer/success.ts';
import { found } from '../request/found.ts';
import { Id } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

export const getMessageRoute = defineRoute({
  method: 'GET',
  path: '/api/messages/:id',
  operation: 'getMessage',
  tag: 'messages',
  auth: 'app',
  summary: "A text message, by our id or Dialpad's.",
  params: z.object({ id: Id }),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: single(Message) },
  handler: (deps, { principal, params }) =>
    deps.recordReader
      .message(principal.appId, params.id)
      .andThen(found)
      .map((message) => success(200, { data: message })),
});
