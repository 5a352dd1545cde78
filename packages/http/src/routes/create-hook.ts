import type { Act } from '@dialpad-cti/core';
import { okAsync } from 'neverthrow';
import { z } from 'zod';

import { hooksUrl } from '../answer/hook-url.ts';
import { KnownSubscriptionView, knownSubscriptionView } from '../answer/registration-view.ts';
import { success } from '../answer/success.ts';
import { known } from '../request/known.ts';
import { AppId, PlainText } from '../request/parameters.ts';
import { SubscriptionBodies, termsOf } from '../request/subscription-bodies.ts';
import { WebhookUrl } from '../request/webhook-url.ts';
import { defineRoute, type RouteDeps } from '../route.ts';
import { SET_UP_PROBLEMS } from './dialpad/dialpad-problems.ts';

const Answer = z.object({
  success: z.literal(true),
  webhook_id: z
    .string()
    .nullable()
    .describe("Dialpad's id of it; null for one that is on our side only."),
  hook_id: z.string(),
  hook_url: z.string(),
  webhook_secret: z.string().optional().describe('With `register: false` only. Shown this once.'),
  subscriptions: z.array(KnownSubscriptionView).readonly(),
  message: z.string(),
  next_step: z.string(),
});

const Body = z
  .strictObject({
    webhook_url: WebhookUrl.optional().describe(
      'The address in front of the id; `/webhooks/dialpad` under the public URL when absent.',
    ),
    webhook_secret: PlainText.optional().describe('At least 32 characters; made when absent.'),
    subscriptions: SubscriptionBodies.optional().describe(
      "Calls in all states, text messages with their status, and agents' status when absent.",
    ),
    register: z
      .boolean('must be true or false')
      .default(true)
      .describe(
        'Set it up in Dialpad; false: on our side only, for one that is kept by hand there.',
      ),
  })
  .refine(({ register, subscriptions }) => register || subscriptions === undefined, {
    path: ['subscriptions'],
    error: 'cannot go with `"register": false`',
  });

export const createHookRoute = defineRoute({
  method: 'POST',
  path: '/internal/webhooks/create',
  operation: 'createHook',
  tag: 'hooks',
  auth: 'operator',
  summary:
    'Sets up a webhook with its subscriptions, here and in Dialpad, or finds the one there is.',
  params: z.object({}),
  query: z.object({ app_id: AppId }),
  body: { kind: 'json', schema: Body },
  answers: { 200: Answer, 201: Answer },
  asksDialpad: true,
  // Done twice, there would be a hook whose secret nobody was told.
  staysHere: (_deps, { body }) => okAsync(!body.register),
  problems: ['app-not-found', 'webhook-secret-differs', ...SET_UP_PROBLEMS],
  handler: (deps, { query, body, act }) => {
    const { webhook_secret: secret, webhook_url: baseUrl = hooksUrl(deps.publicUrl) } = body;
    const asked: AskedHook = { appId: query.app_id, baseUrl, ...known({ secret }) };
    return body.register
      ? registered(deps, { ...asked, ...known({ wanted: body.subscriptions?.map(termsOf) }) }, act)
      : ours(deps, asked, act);
  },
});

interface AskedHook {
  readonly appId: string;
  readonly baseUrl: string;
  readonly secret?: string;
}

const registered = (
  { webhookSetup }: Pick<RouteDeps, 'webhookSetup'>,
  request: Parameters<RouteDeps['webhookSetup']['setUp']>[0],
  act: Act,
) =>
  webhookSetup.setUp(request, act).map(({ registration, isNew }) =>
    success(isNew ? 201 : 200, {
      webhook_id: registration.webhookId,
      hook_id: registration.hookId,
      hook_url: registration.hookUrl,
      subscriptions: registration.subscriptions.map(knownSubscriptionView),
      message: isNew ? 'Webhook created, in Dialpad as well.' : 'This webhook was there before.',
      next_step: `Nothing has to be done in Dialpad. Try it with POST /internal/webhooks/${registration.hookId}/test.`,
    }),
  );

const ours = (
  { createHook }: Pick<RouteDeps, 'createHook'>,
  { baseUrl, ...request }: AskedHook,
  act: Act,
) =>
  createHook(request, act).map(({ hookId, secret }) =>
    success(201, {
      webhook_id: null,
      hook_id: hookId,
      hook_url: `${baseUrl}/${hookId}`,
      webhook_secret: secret,
      subscriptions: [],
      message: 'Webhook created. Store this secret securely.',
      next_step:
        'Create a webhook in Dialpad with this hook_url and webhook_secret, then subscribe it to call and SMS events.',
    }),
  );
