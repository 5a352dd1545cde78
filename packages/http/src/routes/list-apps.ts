import { z } from 'zod';

import { AppView, appView } from '../answer/app-view.ts';
import { listOf } from '../answer/list-of.ts';
import { success } from '../answer/success.ts';
import { openPage } from '../paging/open-page.ts';
import { pageParameters } from '../paging/page-parameters.ts';
import { defineRoute } from '../route.ts';

export const listAppsRoute = defineRoute({
  method: 'GET',
  path: '/internal/apps',
  operation: 'listApps',
  tag: 'apps',
  auth: 'operator',
  summary: 'Apps, the newest first.',
  params: z.object({}),
  query: z.object(pageParameters),
  body: { kind: 'none' },
  answers: { 200: listOf(AppView) },
  handler: (deps, request) =>
    openPage(deps.cursorKey, request).asyncAndThen(({ page, paginate }) =>
      deps.keyStore
        .apps(page)
        .map((apps) => success(200, { data: apps.rows.map(appView), pagination: paginate(apps) })),
    ),
});
