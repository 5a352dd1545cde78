import { okAsync } from 'neverthrow';
import { z } from 'zod';

import { success } from '../answer/success.ts';
import { defineRoute } from '../route.ts';

export const healthRoute = defineRoute({
  method: 'GET',
  path: '/healthz',
  operation: 'getHealth',
  tag: 'server',
  auth: 'none',
  summary: 'The process runs and answers.',
  params: z.object({}),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: z.object({ success: z.literal(true), status: z.literal('ok') }) },
  handler: () => okAsync(success(200, { status: 'ok' })),
});
