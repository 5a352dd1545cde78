import { err, errAsync, ok, okAsync, type ResultAsync } from 'neverthrow';

import type { ConnectionStatus } from '../../domain/connection.ts';
import type { DialpadUser } from '../../domain/dialpad.ts';
import type { DialpadError } from '../../ports/dialpad-client.ts';
import type { DialpadOAuth, DialpadTokens } from '../../ports/dialpad-oauth.ts';
import type { ConnectApp, ConnectAppDeps } from './connect-app.ts';
import { fixedToken } from './fixed-token.ts';
import { digestOf } from './one-time-token.ts';

type Deps = Pick<ConnectAppDeps, 'connectionStore' | 'oauth' | 'open' | 'publish'>;

export function createFinishConnection(deps: Deps): ConnectApp['finish'] {
  const { connectionStore, oauth, open, publish } = deps;

  /** The answer with the tokens does not say whose they are. */
  function owner(
    appId: string,
    { accessToken }: DialpadTokens,
  ): ResultAsync<DialpadUser, DialpadError> {
    const client = open({ companyKey: appId, tokens: fixedToken(accessToken) });
    return client.me().map(({ user }) => user);
  }

  /**
   * Nothing is kept of this grant, so it is given back. Not while any app is connected: whose it is may
   * not be known, and to Dialpad it may be the very one that an app lives by.
   */
  function giveBack(
    { deauthorize }: Pick<DialpadOAuth, 'deauthorize'>,
    { accessToken }: DialpadTokens,
  ): ResultAsync<void, never> {
    return connectionStore
      .connections()
      .andThen((connections) =>
        connections.some(({ state }) => state === 'connected')
          ? okAsync(undefined)
          : deauthorize(accessToken),
      )
      .orElse(() => ok());
  }

  return ({ state, code, browserToken }, act) => {
    if (oauth === null) return errAsync({ kind: 'oauth-unavailable' });
    return connectionStore
      .takeAuthorisation(digestOf(state), digestOf(browserToken))
      .andThen((begun) =>
        begun === null ? err({ kind: 'authorisation-refused' as const }) : ok(begun),
      )
      .andThen(({ appId, codeVerifier, redirectUri, scopes }) =>
        oauth.exchange({ code, codeVerifier, redirectUri }).andThen((tokens) =>
          owner(appId, tokens)
            .andThen(({ companyId, officeId, id: userId }) =>
              connectionStore.putConnection(
                { appId, companyId, userId, officeId, scopes, tokens },
                act,
              ),
            )
            .orElse((error) => giveBack(oauth, tokens).andThen(() => err(error))),
        ),
      )
      .map(({ connection, updates }): ConnectionStatus => {
        if (updates.length > 0) publish(updates);
        return connection;
      });
  };
}
