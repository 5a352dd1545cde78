import { err, errAsync } from 'neverthrow';
import { z } from 'zod';

import { connectedPage } from '../../pages/connected-page.ts';
import { HTML, PAGE_POLICY } from '../../pages/page.ts';
import { BROWSER_COOKIE } from '../../request/cookie-place.ts';
import { defineRoute } from '../../route.ts';
import { DIALPAD_ERRORS } from './dialpad-problems.ts';

export const callbackRoute = defineRoute({
  method: 'GET',
  path: '/auth/dialpad/callback',
  operation: 'finishConnect',
  tag: 'dialpad',
  auth: 'visitor',
  summary: 'Where Dialpad sends the browser back to: connects the app, and says so on a page.',
  params: z.object({}),
  query: z.object({
    state: z.string().optional().describe('What the browser was sent to Dialpad with.'),
    code: z.string().optional().describe('What the tokens are had for, once.'),
    error: z.string().optional().describe('Dialpad, or the person there, refuses.'),
  }),
  ignoresQuery: true,
  body: { kind: 'none' },
  answers: { 200: { kind: 'text', mediaTypes: [HTML], contentSecurityPolicy: PAGE_POLICY } },
  asksDialpad: true,
  cookie: BROWSER_COOKIE,
  isActing: true,
  isForPeople: true,
  problems: [
    'app-not-found',
    'authorisation-refused',
    'grant-refused',
    'oauth-unavailable',
    ...DIALPAD_ERRORS,
  ],
  handler: (deps, { query: { state, code, error }, cookie, act }) => {
    if (state === undefined) return errAsync({ kind: 'authorisation-refused' as const });
    // Without its cookie a state is used up all the same: somebody else may have got hold of it.
    const answered = { state, browserToken: cookie ?? '' };
    if (error !== undefined || code === undefined) {
      return deps.connectApp
        .refuse(answered)
        .andThen(() =>
          err({ kind: error === undefined ? 'authorisation-refused' : 'grant-refused' } as const),
        );
    }
    return deps.connectApp.finish({ ...answered, code }, act).map((connection) => ({
      status: 200 as const,
      body: { mediaType: HTML, content: connectedPage(connection) },
    }));
  },
});
