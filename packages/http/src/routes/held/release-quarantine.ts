import { z } from 'zod';

import { ReleasedView } from '../../answer/released-view.ts';
import { defineRoute } from '../../route.ts';
import { bulkBody } from './bulk-body.ts';
import { QUARANTINE } from './held-kind.ts';
import { releaseMany } from './release-many.ts';

export const releaseQuarantineRoute = defineRoute({
  method: 'POST',
  path: '/internal/quarantine/release',
  operation: 'releaseQuarantine',
  tag: 'events',
  auth: 'operator',
  summary: 'Verifies the quarantined deliveries that are named again, and stores those that fit.',
  params: z.object({}),
  query: z.object({}),
  body: { kind: 'json', schema: bulkBody(QUARANTINE) },
  answers: { 200: ReleasedView },
  handler: (deps, { body, act }) => releaseMany(deps, { state: 'quarantined', body, act }),
});
