import { z } from 'zod';

import { HookView, hookView } from '../answer/hook-view.ts';
import { single } from '../answer/single.ts';
import { success } from '../answer/success.ts';
import { findHook, HookReference, hookScope } from '../request/hook-reference.ts';
import { defineRoute } from '../route.ts';

export const getHookRoute = defineRoute({
  method: 'GET',
  path: '/internal/webhooks/:hook_id',
  operation: 'getHook',
  tag: 'hooks',
  auth: 'operator',
  summary: 'A webhook, and what of it is set up in Dialpad, without its secrets.',
  params: z.object({ hook_id: HookReference }),
  query: z.object(hookScope),
  body: { kind: 'none' },
  answers: { 200: single(HookView) },
  handler: (deps, { params, query }) =>
    findHook(deps, params, query).map(({ hook, registration }) =>
      success(200, { data: hookView(deps.publicUrl, hook, registration) }),
    ),
});
