import { z } from 'zod';

import { ConnectionView, connectionView } from '../../answer/connection-view.ts';
import { single } from '../../answer/single.ts';
import { success } from '../../answer/success.ts';
import { found } from '../../request/found.ts';
import { AppId } from '../../request/parameters.ts';
import { defineRoute } from '../../route.ts';

export const getConnectionRoute = defineRoute({
  method: 'GET',
  path: '/internal/apps/:app_id/connection',
  operation: 'getConnection',
  tag: 'dialpad',
  auth: 'operator',
  summary: "An app's own connection to Dialpad, without its tokens; not found when it has none.",
  params: z.object({ app_id: AppId }),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: single(ConnectionView) },
  handler: (deps, { params }) =>
    deps.connectionStore
      .connection(params.app_id)
      .andThen(found)
      .map((connection) => success(200, { data: connectionView(connection) })),
});
