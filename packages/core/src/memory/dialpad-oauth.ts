import { err, ok, type Result, ResultAsync } from 'neverthrow';

import type { DialpadOAuth, DialpadTokens, OAuthError } from '../ports/dialpad-oauth.ts';
import { UNCLEAR } from './dialpad-mishaps.ts';
import type { MemoryDialpadState } from './dialpad-state.ts';

export type OAuthMethod = Exclude<keyof DialpadOAuth, 'authorizeUrl'>;

export function createMemoryDialpadOAuth(state: MemoryDialpadState): DialpadOAuth {
  const { grants, mishaps } = state;

  /** One try, however it ends: a token request is never sent twice. */
  async function once<Value>(
    method: OAuthMethod,
    work: () => Result<Value, OAuthError>,
  ): Promise<Result<Value, OAuthError>> {
    state.asked.push(method);
    const failure = mishaps.oauth.take(method);
    if (typeof failure === 'object') return err(failure);
    if (failure === 'unclear-not-done') return err(UNCLEAR);
    if (mishaps.trouble > 0) {
      mishaps.trouble -= 1;
      return err(UNCLEAR);
    }
    const done = work();
    return failure === 'unclear-done' ? err(UNCLEAR) : done;
  }

  return {
    authorizeUrl({ redirectUri, state: itsState, codeChallenge, scopes }) {
      const url = new URL('https://dialpad.com/oauth2/authorize');
      url.search = new URLSearchParams({
        client_id: 'client',
        response_type: 'code',
        redirect_uri: redirectUri,
        state: itsState,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
        scope: scopes.join(' '),
      }).toString();
      return url.href;
    },
    exchange: (grant) => new ResultAsync(once('exchange', () => granted(grants.redeem(grant)))),
    refresh: (refreshToken) =>
      new ResultAsync(once('refresh', () => granted(grants.refresh(refreshToken)))),
    deauthorize: (accessToken) =>
      new ResultAsync(once('deauthorize', () => ok(grants.revoke(accessToken)))),
  };
}

function granted(tokens: DialpadTokens | null): Result<DialpadTokens, OAuthError> {
  return tokens === null ? err({ kind: 'grant-refused' }) : ok(tokens);
}
