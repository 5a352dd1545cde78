import { z } from 'zod';

import { HookView, hookView } from '../answer/hook-view.ts';
import { single } from '../answer/single.ts';
import { success } from '../answer/success.ts';
import { found } from '../request/found.ts';
import { findHook, HookReference, hookScope } from '../request/hook-reference.ts';
import { defineRoute } from '../route.ts';
import { SET_UP_PROBLEMS } from './dialpad/dialpad-problems.ts';

export const deleteHookRoute = defineRoute({
  method: 'DELETE',
  path: '/internal/webhooks/:hook_id',
  operation: 'deleteHook',
  tag: 'hooks',
  auth: 'operator',
  summary:
    'Takes a webhook with its subscriptions out of Dialpad, and then nothing at its address any more; its events stay.',
  params: z.object({ hook_id: HookReference }),
  query: z.object(hookScope),
  body: { kind: 'none' },
  answers: { 200: single(HookView).extend({ message: z.string() }) },
  asksDialpad: true,
  problems: ['not-registered', ...SET_UP_PROBLEMS],
  handler: (deps, { params, query, act }) =>
    findHook(deps, params, query).andThen(({ hook, registration }) => {
      if (registration !== null) {
        return deps.webhookSetup.remove(hook.hookId, act).map((removed) =>
          success(200, {
            data: hookView(deps.publicUrl, hook, removed),
            message: 'Webhook deleted, in Dialpad as well.',
          }),
        );
      }
      return deps.keyStore
        .deleteHook(hook.hookId, act)
        .andThen(found)
        .map((deleted) =>
          success(200, {
            data: hookView(deps.publicUrl, deleted, null),
            message: 'Webhook deleted here. Delete it in Dialpad as well.',
          }),
        );
    }),
});
