import { errAsync } from 'neverthrow';
import { z } from 'zod';

import { success } from '../answer/success.ts';
import { AppId, PlainText } from '../request/parameters.ts';
import { WebhookUrl } from '../request/webhook-url.ts';
import { defineRoute } from '../route.ts';

const Answer = z.object({
  success: z.literal(true),
  hook_id: z.string(),
  hook_url: z.string(),
  /** Shown this once. */
  webhook_secret: z.string(),
  message: z.string(),
  next_step: z.string(),
});

export const createHookRoute = defineRoute({
  method: 'POST',
  path: '/internal/webhooks/create',
  auth: 'operator',
  summary: 'Creates a webhook on our side; its secret is shown this once.',
  params: z.object({}),
  query: z.object({ app_id: AppId }),
  body: {
    kind: 'json',
    schema: z.strictObject({
      webhook_url: WebhookUrl.optional(),
      webhook_secret: PlainText.optional(),
      register: z.boolean().default(true),
    }),
  },
  answers: { 201: Answer },
  handler: (deps, { query, body }) => {
    if (body.register) return errAsync({ kind: 'registration-unavailable' });
    const { webhook_secret: secret, webhook_url: url } = body;
    const base = url ?? `${deps.publicUrl.replace(/\/+$/, '')}/webhooks/dialpad`;
    return deps
      .createHook({ appId: query.app_id, ...(secret === undefined ? {} : { secret }) })
      .map((hook) =>
        success(201, {
          hook_id: hook.hookId,
          hook_url: `${base}/${hook.hookId}`,
          webhook_secret: hook.secret,
          message: 'Webhook created. Store this secret securely.',
          next_step:
            'Create a webhook in Dialpad with this hook_url and webhook_secret, then subscribe it to call and SMS events.',
        }),
      );
  },
});
