import { createBeginConnection } from './begin-connection.ts';
import type { ConnectApp, ConnectAppDeps } from './connect-app.ts';
import { createConnectLink } from './create-connect-link.ts';
import { createDisconnect } from './disconnect.ts';
import { createFinishConnection } from './finish-connection.ts';
import { digestOf } from './one-time-token.ts';

/** OAuth 2 with PKCE, bound to the browser that began it. */
export function createConnectApp(deps: ConnectAppDeps): ConnectApp {
  return {
    createLink: createConnectLink(deps),
    begin: createBeginConnection(deps),
    finish: createFinishConnection(deps),
    refuse: ({ state, browserToken }) =>
      deps.connectionStore
        .takeAuthorisation(digestOf(state), digestOf(browserToken))
        .map(() => undefined),
    disconnect: createDisconnect(deps),
  };
}
