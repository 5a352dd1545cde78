import { z } from 'zod';

import { WebhookReceived, webhookReceived } from '../answer/webhook-received.ts';
import { HookId } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

export const receiveHookEventRoute = defineRoute({
  method: 'POST',
  path: '/webhooks/dialpad/:hook_id',
  operation: 'receiveHookEvent',
  tag: 'webhooks',
  auth: 'none',
  summary: 'Takes a signed event from Dialpad; 200 means that it is stored.',
  params: z.object({ hook_id: HookId }),
  query: z.object({}),
  ignoresQuery: true,
  body: { kind: 'bytes' },
  answers: { 200: WebhookReceived },
  handler: (deps, { params, body }) => deps.receiveEvent(params.hook_id, body).map(webhookReceived),
});
