import { z } from 'zod';

import { BackfillView, backfillView } from '../../answer/backfill-view.ts';
import { single } from '../../answer/single.ts';
import { success } from '../../answer/success.ts';
import { found } from '../../request/found.ts';
import { AppId } from '../../request/parameters.ts';
import { defineRoute } from '../../route.ts';

export const getBackfillRoute = defineRoute({
  method: 'GET',
  path: '/internal/apps/:app_id/backfills/:id',
  operation: 'getBackfill',
  tag: 'dialpad',
  auth: 'operator',
  summary: "A walk along Dialpad's list of an app's calls, and how far it has come.",
  params: z.object({ app_id: AppId, id: z.uuid() }),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: single(BackfillView) },
  handler: (deps, { params }) =>
    deps.reconciliationStore
      .backfill(params.app_id, params.id)
      .andThen(found)
      .map((backfill) => success(200, { data: backfillView(backfill) })),
});
