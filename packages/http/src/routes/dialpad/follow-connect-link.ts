import { z } from 'zod';

import { defineRoute } from '../../route.ts';
import { LEAD, leadToDialpad } from './lead-to-dialpad.ts';

export const followConnectLinkRoute = defineRoute({
  method: 'POST',
  path: '/auth/dialpad/connect',
  operation: 'followConnectLink',
  tag: 'dialpad',
  auth: 'visitor',
  summary: 'What the page of a connect link does: sends a browser to Dialpad, once.',
  params: z.object({}),
  query: z.object({ link: z.string().describe('Of a connect link; it is used up.') }),
  body: { kind: 'none' },
  answers: { 303: LEAD },
  isForPeople: true,
  problems: ['app-not-found', 'authorisation-refused', 'oauth-unavailable'],
  handler: (deps, { query: { link: linkToken } }) =>
    leadToDialpad(deps, { linkToken }).map((body) => ({ status: 303 as const, body })),
});
