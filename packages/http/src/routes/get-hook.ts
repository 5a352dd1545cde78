import { z } from 'zod';

import { HookView, hookView } from '../answer/hook-view.ts';
import { single } from '../answer/single.ts';
import { success } from '../answer/success.ts';
import { found } from '../request/found.ts';
import { HookId } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

export const getHookRoute = defineRoute({
  method: 'GET',
  path: '/internal/webhooks/:hook_id',
  operation: 'getHook',
  tag: 'hooks',
  auth: 'operator',
  summary: 'A webhook, without its secrets.',
  params: z.object({ hook_id: HookId }),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: single(HookView) },
  handler: (deps, { params }) =>
    deps.keyStore
      .hookStatus(params.hook_id)
      .andThen(found)
      .map((hook) => success(200, { data: hookView(deps.publicUrl, hook) })),
});
