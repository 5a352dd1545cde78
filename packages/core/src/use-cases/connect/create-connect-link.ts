import { errAsync } from 'neverthrow';

import type { ConnectApp, ConnectAppDeps } from './connect-app.ts';
import { digestOf, newOneTimeToken } from './one-time-token.ts';

const LINK_MS = 3_600_000;

type Deps = Pick<ConnectAppDeps, 'connectionStore' | 'oauth' | 'randomBytes' | 'now'>;

export function createConnectLink(deps: Deps): ConnectApp['createLink'] {
  const { connectionStore, oauth, randomBytes, now } = deps;
  return (appId, act) => {
    if (oauth === null) return errAsync({ kind: 'oauth-unavailable' });
    const token = newOneTimeToken(randomBytes);
    const until = now() + LINK_MS;
    return connectionStore
      .addConnectLink({ digest: digestOf(token), appId, until }, act)
      .map(() => ({ token, until }));
  };
}
