import { z } from 'zod';

import { AppView, appView } from '../answer/app-view.ts';
import { single } from '../answer/single.ts';
import { success } from '../answer/success.ts';
import { found } from '../request/found.ts';
import { AppId } from '../request/parameters.ts';
import { defineRoute } from '../route.ts';

export const getAppRoute = defineRoute({
  method: 'GET',
  path: '/internal/apps/:app_id',
  operation: 'getApp',
  tag: 'apps',
  auth: 'operator',
  summary: 'An app.',
  params: z.object({ app_id: AppId }),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: single(AppView) },
  handler: (deps, { params }) =>
    deps.keyStore
      .app(params.app_id)
      .andThen(found)
      .map((app) => success(200, { data: appView(app) })),
});
