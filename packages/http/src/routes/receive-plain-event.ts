import { z } from 'zod';

import { WebhookReceived, webhookReceived } from '../answer/webhook-received.ts';
import { defineRoute } from '../route.ts';

export const receivePlainEventRoute = defineRoute({
  method: 'POST',
  path: '/webhooks/dialpad',
  operation: 'receivePlainEvent',
  tag: 'webhooks',
  auth: 'none',
  summary: 'Takes a signed event of a webhook that was made by hand, with the configured secret.',
  params: z.object({}),
  query: z.object({}),
  ignoresQuery: true,
  body: { kind: 'bytes' },
  answers: { 200: WebhookReceived },
  handler: (deps, { body }) => deps.receiveEvent(null, body).map(webhookReceived),
});
