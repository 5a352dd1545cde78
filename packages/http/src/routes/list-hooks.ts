import { ResultAsync } from 'neverthrow';
import { z } from 'zod';

import { HookView, hookView } from '../answer/hook-view.ts';
import { listOf } from '../answer/list-of.ts';
import { success } from '../answer/success.ts';
import { openPage } from '../paging/open-page.ts';
import { pageParameters } from '../paging/page-parameters.ts';
import { known } from '../request/known.ts';
import { AppId } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

export const listHooksRoute = defineRoute({
  method: 'GET',
  path: '/internal/webhooks',
  operation: 'listHooks',
  tag: 'hooks',
  auth: 'operator',
  summary: 'Webhooks, the newest first; secrets are not part of it.',
  params: z.object({}),
  query: z.object({ ...pageParameters, app_id: AppId.optional() }),
  body: { kind: 'none' },
  answers: { 200: listOf(HookView) },
  handler: (deps, request) =>
    openPage(deps.cursorKey, request).asyncAndThen(({ page, paginate }) => {
      const filter = known({ appId: request.query.app_id });
      return ResultAsync.combine([
        deps.keyStore.hooks(filter, page),
        deps.webhookRegistry.registrations(filter),
      ]).map(([hooks, registrations]) => {
        const byHook = new Map(registrations.map((one) => [one.hookId, one]));
        return success(200, {
          data: hooks.rows.map((hook) =>
            hookView(deps.publicUrl, hook, byHook.get(hook.hookId) ?? null),
          ),
          pagination: paginate(hooks),
        });
      });
    }),
});
