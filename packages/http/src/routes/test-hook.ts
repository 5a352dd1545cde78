import { z } from 'zod';

import { single } from '../answer/single.ts';
import { success } from '../answer/success.ts';
import { findHook, HookReference, hookScope } from '../request/hook-reference.ts';
import { defineRoute } from '../route.ts';

const TestDeliveryView = z.object({
  url: z.string(),
  status: z.int().nullable().describe('What was answered there; null: no answer came.'),
  is_ours: z.boolean().describe('It arrived in our store: this server stands at that address.'),
  error: z
    .string()
    .nullable()
    .describe('What went wrong on the way, such as ENOTFOUND; null when an answer came.'),
});

export const testHookRoute = defineRoute({
  method: 'POST',
  path: '/internal/webhooks/:hook_id/test',
  operation: 'testHook',
  tag: 'hooks',
  auth: 'operator',
  summary: 'Posts a signed event of no consequence to the address of a webhook, as Dialpad would.',
  params: z.object({ hook_id: HookReference }),
  query: z.object(hookScope),
  body: { kind: 'none' },
  answers: { 200: single(TestDeliveryView).extend({ message: z.string() }) },
  // It is not Dialpad that is asked, but it takes as long, and the event is stored by a request of its own.
  asksDialpad: true,
  handler: (deps, { params, query }) =>
    findHook(deps, params, query)
      .andThen(({ hook }) => deps.sendTestEvent(hook.hookId))
      .map(({ url, status, isOurs, error }) =>
        success(200, {
          data: { url, status, is_ours: isOurs, error },
          message: isOurs
            ? 'The event arrived: Dialpad can reach this server at that address.'
            : 'The event did not arrive here: see `status` and `error`, and check PUBLIC_URL and what stands in front.',
        }),
      ),
});
