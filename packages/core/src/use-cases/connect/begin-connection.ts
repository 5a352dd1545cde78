import { err, errAsync, ok, okAsync, type ResultAsync } from 'neverthrow';

import type { StoreError } from '../../ports/store-error.ts';
import type { AuthorisationRefused, ConnectApp, ConnectAppDeps } from './connect-app.ts';
import { challengeOf, digestOf, newOneTimeToken } from './one-time-token.ts';

const STATE_MS = 600_000;

type Deps = Pick<
  ConnectAppDeps,
  'connectionStore' | 'oauth' | 'redirectUri' | 'scopes' | 'randomBytes' | 'now'
>;

export function createBeginConnection(deps: Deps): ConnectApp['begin'] {
  const { connectionStore, oauth, scopes, randomBytes, now } = deps;

  function appOf(
    who: Parameters<ConnectApp['begin']>[0],
  ): ResultAsync<string, AuthorisationRefused | StoreError> {
    if ('appId' in who) return okAsync(who.appId);
    return connectionStore
      .takeConnectLink(digestOf(who.linkToken))
      .andThen((appId) =>
        appId === null ? err({ kind: 'authorisation-refused' as const }) : ok(appId),
      );
  }

  return (who) => {
    if (oauth === null) return errAsync({ kind: 'oauth-unavailable' });
    return appOf(who).andThen((appId) => {
      const state = newOneTimeToken(randomBytes);
      const browserToken = newOneTimeToken(randomBytes);
      const codeVerifier = newOneTimeToken(randomBytes);
      const until = now() + STATE_MS;
      const digests = { stateDigest: digestOf(state), browserDigest: digestOf(browserToken) };
      const codeChallenge = challengeOf(codeVerifier);
      const redirectUri = deps.redirectUri();
      return connectionStore
        .beginAuthorisation({ ...digests, appId, codeVerifier, redirectUri, scopes, until })
        .map(() => ({
          authorizeUrl: oauth.authorizeUrl({ redirectUri, state, codeChallenge, scopes }),
          browserToken,
          until,
        }));
    });
  };
}
