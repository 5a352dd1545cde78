import { z } from 'zod';

import { BackfillView, backfillView } from '../../answer/backfill-view.ts';
import { listOf } from '../../answer/list-of.ts';
import { success } from '../../answer/success.ts';
import { openPage } from '../../paging/open-page.ts';
import { pageParameters } from '../../paging/page-parameters.ts';
import { found } from '../../request/found.ts';
import { AppId } from '../../request/parameters.ts';
import { defineRoute } from '../../route.ts';

export const listBackfillsRoute = defineRoute({
  method: 'GET',
  path: '/internal/apps/:app_id/backfills',
  operation: 'listBackfills',
  tag: 'dialpad',
  auth: 'operator',
  summary: "Walks along Dialpad's list of an app's calls, the newest first.",
  params: z.object({ app_id: AppId }),
  query: z.object(pageParameters),
  body: { kind: 'none' },
  answers: { 200: listOf(BackfillView) },
  handler: (deps, request) =>
    openPage(deps.cursorKey, request).asyncAndThen(({ page, paginate }) =>
      deps.keyStore
        .app(request.params.app_id)
        .andThen(found)
        .andThen(({ appId }) => deps.reconciliationStore.backfills(appId, page))
        .map((backfills) =>
          success(200, { data: backfills.rows.map(backfillView), pagination: paginate(backfills) }),
        ),
    ),
});
