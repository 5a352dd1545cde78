import { Call } from '@dialpad-cti/core';
import { z } from 'zod';

import { single } from '../answer/single.ts';
import { success } from '../answer/success.ts';
import { found } from '../request/found.ts';
import { Id } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

export const getCallRoute = defineRoute({
  method: 'GET',
  path: '/api/calls/:id',
  operation: 'getCall',
  tag: 'calls',
  auth: 'app',
  summary: "A call, by our id or Dialpad's.",
  params: z.object({ id: Id }),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: single(Call) },
  handler: (deps, { principal, params }) =>
    deps.recordReader
      .call(principal.appId, params.id)
      .andThen(found)
      .map((call) => success(200, { data: call })),
});
