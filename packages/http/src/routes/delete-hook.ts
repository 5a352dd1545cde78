import { z } from 'zod';

import { HookView, hookView } from '../answer/hook-view.ts';
import { single } from '../answer/single.ts';
import { success } from '../answer/success.ts';
import { found } from '../request/found.ts';
import { HookId } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

export const deleteHookRoute = defineRoute({
  method: 'DELETE',
  path: '/internal/webhooks/:hook_id',
  operation: 'deleteHook',
  tag: 'hooks',
  auth: 'operator',
  summary: 'Takes nothing at the address of a webhook any more; its events stay.',
  params: z.object({ hook_id: HookId }),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: single(HookView).extend({ message: z.string() }) },
  handler: (deps, { params, act }) =>
    deps.keyStore
      .deleteHook(params.hook_id, act)
      .andThen(found)
      .map((hook) =>
        success(200, {
          data: hookView(deps.publicUrl, hook),
          message: 'Webhook deleted here. Delete it in Dialpad as well.',
        }),
      ),
});
