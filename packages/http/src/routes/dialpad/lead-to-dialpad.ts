import type { ConnectApp } from '@dialpad-cti/core';

import { setCookie } from '../../answer/set-cookie.ts';
import { BROWSER_COOKIE } from '../../request/cookie-place.ts';
import type { RouteDeps, TextAnswer } from '../../route.ts';
import { isStrictTransport } from '../../security-headers.ts';

const PLAIN = 'text/plain; charset=utf-8';

export const LEAD = {
  kind: 'text',
  mediaTypes: [PLAIN],
  headers: ['Location', 'Set-Cookie'],
} as const satisfies TextAnswer;

/** Where the browser goes on, and what binds Dialpad's answer to it. */
export const leadToDialpad = (
  deps: Pick<RouteDeps, 'connectApp' | 'strictTransport' | 'publicUrl'>,
  who: Parameters<ConnectApp['begin']>[0],
) =>
  deps.connectApp.begin(who).map(({ authorizeUrl, browserToken }) => ({
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
  }));

const AUTHORISATION_SECONDS = 600;
