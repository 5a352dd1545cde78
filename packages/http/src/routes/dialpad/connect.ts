import { err, ok, type Result } from 'neverthrow';
import { z } from 'zod';

import { setCookie } from '../../answer/set-cookie.ts';
import type { RequestInvalid } from '../../http-fault.ts';
import { BROWSER_COOKIE } from '../../request/cookie-place.ts';
import { AppId } from '../../request/parameters.ts';
import { defineRoute } from '../../route.ts';
import { isStrictTransport } from '../../security-headers.ts';

const PLAIN = 'text/plain; charset=utf-8';

const Query = z.object({
  app_id: AppId.optional().describe("The app to connect. Needs the operator's secret."),
  link: z.string().optional().describe('Of a connect link: opens without a secret, once.'),
});

export const connectRoute = defineRoute({
  method: 'GET',
  path: '/auth/dialpad/connect',
  operation: 'connectDialpad',
  tag: 'dialpad',
  auth: 'visitor',
  summary: 'Sends a browser to Dialpad, where an administrator lets the app in.',
  params: z.object({}),
  query: Query,
  body: { kind: 'none' },
  answers: { 302: { kind: 'text', mediaTypes: [PLAIN], headers: ['Location', 'Set-Cookie'] } },
  isForPeople: true,
  problems: ['app-not-found', 'authorisation-refused', 'oauth-unavailable'],
  handler: (deps, { query, act }) =>
    whoOf(query, act.actor)
      .asyncAndThen((who) => deps.connectApp.begin(who))
      .map(({ authorizeUrl, browserToken }) => ({
        status: 302 as const,
        body: {
          mediaType: PLAIN,
          content: 'Go on at Dialpad.\n',
          headers: {
            Location: authorizeUrl,
            'Set-Cookie': setCookie({
              place: BROWSER_COOKIE,
              value: browserToken,
              seconds: AUTHORISATION_SECONDS,
              isSecure: isStrictTransport(deps),
            }),
          },
        },
      })),
});

const AUTHORISATION_SECONDS = 600;

type Who = { readonly appId: string } | { readonly linkToken: string };

function whoOf(
  { app_id: appId, link }: z.output<typeof Query>,
  actor: string,
): Result<Who, RequestInvalid | { readonly kind: 'operator-refused' }> {
  if (link !== undefined) {
    return appId === undefined
      ? ok({ linkToken: link })
      : err(invalid('/query/app_id', 'cannot go with `link`'));
  }
  if (actor === 'visitor') return err({ kind: 'operator-refused' });
  return appId === undefined ? err(invalid('/query/app_id', 'is required')) : ok({ appId });
}

const invalid = (pointer: string, detail: string): RequestInvalid => ({
  kind: 'request-invalid',
  errors: [{ pointer, detail }],
});
