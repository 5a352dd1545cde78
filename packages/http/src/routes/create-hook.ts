import { errAsync } from 'neverthrow';
import { z } from 'zod';

import { hookUrl } from '../answer/hook-url.ts';
import { success } from '../answer/success.ts';
import { known } from '../request/known.ts';
import { AppId, PlainText } from '../request/parameters.ts';
import { WebhookUrl } from '../request/webhook-url.ts';
import { defineRoute } from '../route.ts';

const Answer = z.object({
  success: z.literal(true),
  hook_id: z.string(),
  hook_url: z.string(),
  webhook_secret: z.string().describe('Shown this once.'),
  message: z.string(),
  next_step: z.string(),
});

export const createHookRoute = defineRoute({
  method: 'POST',
  path: '/internal/webhooks/create',
  operation: 'createHook',
  tag: 'hooks',
  auth: 'operator',
  summary: 'Creates a webhook on our side; its secret is shown this once.',
  params: z.object({}),
  query: z.object({ app_id: AppId }),
  body: {
    kind: 'json',
    schema: z.strictObject({
      webhook_url: WebhookUrl.optional().describe(
        'The address in front of the id; `/webhooks/dialpad` under the public URL when absent.',
      ),
      webhook_secret: PlainText.optional().describe('At least 32 characters; made when absent.'),
      register: z.boolean('must be true or false').default(true),
    }),
  },
  answers: { 201: Answer },
  problems: ['app-not-found', 'registration-unavailable'],
  handler: (deps, { query, body, act }) => {
    if (body.register) return errAsync({ kind: 'registration-unavailable' });
    const { webhook_secret: secret, webhook_url: url } = body;
    return deps.createHook({ appId: query.app_id, ...known({ secret }) }, act).map((hook) =>
      success(201, {
        hook_id: hook.hookId,
        hook_url:
          url === undefined ? hookUrl(deps.publicUrl, hook.hookId) : `${url}/${hook.hookId}`,
        webhook_secret: hook.secret,
        message: 'Webhook created. Store this secret securely.',
        next_step:
          'Create a webhook in Dialpad with this hook_url and webhook_secret, then subscribe it to call and SMS events.',
      }),
    );
  },
});
