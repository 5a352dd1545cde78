import { z } from 'zod';

import { ReleasedView } from '../../answer/released-view.ts';
import { defineRoute } from '../../route.ts';
import { releaseOne } from './release-one.ts';

export const releaseQuarantinedDeliveryRoute = defineRoute({
  method: 'POST',
  path: '/internal/quarantine/:id/release',
  operation: 'releaseQuarantinedDelivery',
  tag: 'events',
  auth: 'operator',
  summary: 'Verifies a quarantined delivery again, and stores it as an event if it fits now.',
  params: z.object({ id: z.uuid() }),
  query: z.object({}),
  body: { kind: 'none' },
  answers: { 200: ReleasedView },
  problems: ['release-refused'],
  handler: (deps, { params, act }) =>
    releaseOne(deps, { id: params.id, state: 'quarantined', act }),
});
