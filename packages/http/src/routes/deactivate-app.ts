import { z } from 'zod';

import { AppView, appView } from '../answer/app-view.ts';
import { single } from '../answer/single.ts';
import { success } from '../answer/success.ts';
import { found } from '../request/found.ts';
import { AppId } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

export const deactivateAppRoute = defineRoute({
  method: 'POST',
  path: '/internal/apps/:app_id/deactivate',
  operation: 'deactivateApp',
  tag: 'apps',
  auth: 'operator',
  summary: 'Closes an app: its keys open nothing, and its events are stored but not processed.',
  params: z.object({ app_id: AppId }),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: single(AppView) },
  handler: (deps, { params, act }) =>
    deps.keyStore
      .setAppActive(params.app_id, false, act)
      .andThen(found)
      .map((app) => success(200, { data: appView(app) })),
});
