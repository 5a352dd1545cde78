import { err, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import { z } from 'zod';

import type { HttpFault, RequestInvalid } from '../../http-fault.ts';
import { CONNECT_PAGE } from '../../pages/connect-page.ts';
import { FORM_PAGE_POLICY, HTML } from '../../pages/page.ts';
import { AppId } from '../../request/parameters.ts';
import { defineRoute, type TextBody } from '../../route.ts';
import { LEAD, leadToDialpad } from './lead-to-dialpad.ts';

const Query = z.object({
  app_id: AppId.optional().describe("The app to connect. Needs the operator's secret."),
  link: z.string().optional().describe('Of a connect link: needs no secret, and shows a page.'),
});

export const connectRoute = defineRoute({
  method: 'GET',
  path: '/auth/dialpad/connect',
  operation: 'connectDialpad',
  tag: 'dialpad',
  auth: 'visitor',
  summary:
    'Sends a browser to Dialpad, where an administrator lets the app in; by a connect link, shows a page that does.',
  params: z.object({}),
  query: Query,
  body: { kind: 'none' },
  answers: {
    200: { kind: 'text', mediaTypes: [HTML], contentSecurityPolicy: FORM_PAGE_POLICY },
    302: LEAD,
  },
  isForPeople: true,
  problems: ['app-not-found', 'oauth-unavailable'],
  handler: (deps, { query, act }) =>
    whoOf(query, act.actor).asyncAndThen((who): ResultAsync<Shown, HttpFault> => {
      if (who === 'whoever has the link') {
        return okAsync({ status: 200, body: { mediaType: HTML, content: CONNECT_PAGE } });
      }
      return leadToDialpad(deps, who).map((body) => ({ status: 302, body }));
    }),
});

interface Shown {
  readonly status: 200 | 302;
  readonly body: TextBody;
}

type Who = { readonly appId: string } | 'whoever has the link';

function whoOf(
  { app_id: appId, link }: z.output<typeof Query>,
  actor: string,
): Result<Who, RequestInvalid | { readonly kind: 'operator-refused' }> {
  if (link !== undefined) {
    return appId === undefined
      ? ok('whoever has the link')
      : err(invalid('/query/app_id', 'cannot go with `link`'));
  }
  if (actor === 'visitor') return err({ kind: 'operator-refused' });
  return appId === undefined ? err(invalid('/query/app_id', 'is required')) : ok({ appId });
}

const invalid = (pointer: string, detail: string): RequestInvalid => ({
  kind: 'request-invalid',
  errors: [{ pointer, detail }],
});
