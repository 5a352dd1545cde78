import { z } from 'zod';

import { ReleasedView } from '../../answer/released-view.ts';
import { AppId } from '../../request/parameters.ts';
import { defineRoute } from '../../route.ts';
import { releaseOne } from './release-one.ts';

export const releaseUnroutedDeliveryRoute = defineRoute({
  method: 'POST',
  path: '/internal/unrouted/:id/release',
  operation: 'releaseUnroutedDelivery',
  tag: 'events',
  auth: 'operator',
  summary: 'Gives an unrouted delivery to an app, as an event.',
  params: z.object({ id: z.uuid() }),
  query: z.object({}),
  body: { kind: 'json', schema: z.strictObject({ to_app_id: AppId }) },
  answers: { 200: ReleasedView },
  problems: ['release-refused'],
  handler: (deps, { params, body, act }) =>
    releaseOne(deps, { id: params.id, state: 'unrouted', appId: body.to_app_id, act }),
});
