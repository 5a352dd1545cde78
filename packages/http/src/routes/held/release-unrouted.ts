import { z } from 'zod';

import { ReleasedView } from '../../answer/released-view.ts';
import { AppId } from '../../request/parameters.ts';
import { defineRoute } from '../../route.ts';
import { bulkBody } from './bulk-body.ts';
import { UNROUTED } from './held-kind.ts';
import { releaseMany } from './release-many.ts';

export const releaseUnroutedRoute = defineRoute({
  method: 'POST',
  path: '/internal/unrouted/release',
  operation: 'releaseUnrouted',
  tag: 'events',
  auth: 'operator',
  summary: 'Gives the unrouted deliveries that are named to an app, as events.',
  params: z.object({}),
  query: z.object({}),
  body: { kind: 'json', schema: bulkBody(UNROUTED).safeExtend({ to_app_id: AppId }) },
  answers: { 200: ReleasedView },
  problems: ['app-not-found'],
  handler: (deps, { body, act }) =>
    releaseMany(deps, { state: 'unrouted', body, appId: body.to_app_id, act }),
});
