import { z } from 'zod';

import { AppView, appView } from '../answer/app-view.ts';
import { single } from '../answer/single.ts';
import { success } from '../answer/success.ts';
import { found } from '../request/found.ts';
import { AppId } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

export const activateAppRoute = defineRoute({
  method: 'POST',
  path: '/internal/apps/:app_id/activate',
  operation: 'activateApp',
  tag: 'apps',
  auth: 'operator',
  summary: "Lets an app's keys open again, and its events be processed.",
  params: z.object({ app_id: AppId }),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: single(AppView) },
  handler: (deps, { params, act }) =>
    deps.keyStore
      .setAppActive(params.app_id, true, act)
      .andThen(found)
      .map((app) => success(200, { data: appView(app) })),
});
