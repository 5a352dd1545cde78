import { err, errAsync, ok, okAsync, type ResultAsync } from 'neverthrow';

import type { ConnectionStore, HeldTokens } from '../../ports/connection-store.ts';
import type { TokenError, TokenSource } from '../../ports/dialpad-client.ts';
import type { RefreshTokens } from './refresh-tokens.ts';
import { isValidAt } from './token-times.ts';

export interface AppTokensDeps {
  readonly connectionStore: Pick<ConnectionStore, 'tokens'>;
  readonly refresh: RefreshTokens;
  readonly isDue: (appId: string, held: HeldTokens) => boolean;
  /** Epoch ms. */
  readonly now: () => number;
}

/** The tokens of an app's OAuth connection, as they are held at the moment of asking. */
export function createAppTokens(deps: AppTokensDeps, appId: string): TokenSource {
  const { connectionStore, refresh, isDue, now } = deps;

  const held = (): ResultAsync<HeldTokens, TokenError> =>
    connectionStore
      .tokens(appId)
      .andThen((tokens) =>
        tokens === null ? err({ kind: 'dialpad-reauthorisation-needed' as const }) : ok(tokens),
      );

  function usable(tokens: HeldTokens): ResultAsync<string, TokenError> {
    const { accessToken } = tokens;
    if (!isDue(appId, tokens)) return okAsync(accessToken);
    return refresh(appId, null)
      .andThen((then) =>
        then.accessToken !== accessToken || isValidAt(then, now())
          ? ok(then.accessToken)
          : err(UNAVAILABLE),
      )
      .orElse((error) =>
        error.kind !== 'dialpad-reauthorisation-needed' && isValidAt(tokens, now())
          ? ok(accessToken)
          : err(error),
      );
  }

  return {
    token: () => held().andThen(usable),
    renewed: (refused) =>
      held().andThen((tokens) => {
        if (tokens.accessToken !== refused) return usable(tokens);
        return refresh(appId, refused).andThen((then) =>
          then.accessToken === refused ? errAsync(UNAVAILABLE) : okAsync(then.accessToken),
        );
      }),
  };
}

const UNAVAILABLE: TokenError = {
  kind: 'dialpad-unavailable',
  isUnclear: false,
  cause: 'nobody knows what became of the last refresh',
};
