import { Timestamp } from '@dialpad-cti/core';
import { z } from 'zod';

import { hookUrl } from '../answer/hook-url.ts';
import { success } from '../answer/success.ts';
import { known } from '../request/known.ts';
import { HookId, PlainText } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

/** Dialpad repeats a text message for about 4 hours, signed with the secret that it had then. */
const DEFAULT_SECONDS = 21_600;
const WEEK_SECONDS = 604_800;
const OVERLAP = `must be a whole number of seconds from 0 to ${WEEK_SECONDS}`;

const Answer = z.object({
  success: z.literal(true),
  hook_id: z.string(),
  hook_url: z.string(),
  webhook_secret: z.string().describe('Shown this once.'),
  previous_secret_until: Timestamp.nullable().describe(
    'Until then the secret before it verifies as well; null: it does not.',
  ),
  message: z.string(),
  next_step: z.string(),
});

export const rotateHookSecretRoute = defineRoute({
  method: 'POST',
  path: '/internal/webhooks/:hook_id/rotate-secret',
  operation: 'rotateHookSecret',
  tag: 'hooks',
  auth: 'operator',
  summary: 'Gives a webhook a new secret, which is shown this once.',
  params: z.object({ hook_id: HookId }),
  query: z.object({}),
  body: {
    kind: 'json',
    schema: z.strictObject({
      webhook_secret: PlainText.optional().describe('At least 32 characters; made when absent.'),
      overlap_seconds: z
        .int(OVERLAP)
        .min(0, OVERLAP)
        .max(WEEK_SECONDS, OVERLAP)
        .default(DEFAULT_SECONDS)
        .describe('So long the secret before goes on to verify.'),
    }),
  },
  answers: { 200: Answer },
  handler: (deps, { params, body, act }) =>
    deps
      .rotateHookSecret(
        {
          hookId: params.hook_id,
          overlapSeconds: body.overlap_seconds,
          ...known({ secret: body.webhook_secret }),
        },
        act,
      )
      .map(({ hook, secret }) =>
        success(200, {
          hook_id: hook.hookId,
          hook_url: hookUrl(deps.publicUrl, hook.hookId),
          webhook_secret: secret,
          previous_secret_until: hook.previousSecretUntil,
          message: 'Secret rotated. Store the new one securely.',
          next_step: 'Give this webhook_secret to the webhook in Dialpad.',
        }),
      ),
});
