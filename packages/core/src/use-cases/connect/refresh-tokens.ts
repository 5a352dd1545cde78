import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';

import type { Update } from '../../domain/update.ts';
import type { ConnectionStore, HeldTokens, TokenChange } from '../../ports/connection-store.ts';
import type { TokenError } from '../../ports/dialpad-client.ts';
import type { DialpadOAuth, DialpadTokens, OAuthError } from '../../ports/dialpad-oauth.ts';
import { type RefreshPace, waitAfter } from './refresh-pace.ts';
import { isValidAt } from './token-times.ts';
import { createUnsavedTokens } from './unsaved-tokens.ts';

export interface RefreshTokensDeps {
  readonly connectionStore: Pick<ConnectionStore, 'changeTokens'>;
  /** Null: no client id and secret of ours are configured. */
  readonly oauth: DialpadOAuth | null;
  readonly pace: RefreshPace;
  readonly isDue: (appId: string, held: HeldTokens) => boolean;
  /** Epoch ms. */
  readonly now: () => number;
  readonly publish: (updates: readonly Update[]) => void;
}

/**
 * New tokens, if those that are held are due or are the ones that Dialpad `refused`: whoever had to
 * wait may find new ones already. The answer is what is held then; also the old ones, where the
 * refresh was unclear: nobody knows what became of it, or Dialpad refused it in words of its own.
 */
export type RefreshTokens = (
  appId: string,
  refused: string | null,
) => ResultAsync<HeldTokens, TokenError>;

/**
 * After so many unclear refreshes in a row only a person can help. With the waits between them it takes
 * three quarters of an hour: an outage of Dialpad costs nobody a new authorisation before then.
 */
const MOST_UNCLEAR = 8;
/** New tokens in a minute. When Dialpad refuses so many, another one would not help either. */
const MOST_REFUSED = 3;
const MOST_DUE = 30;

export function createRefreshTokens(deps: RefreshTokensDeps): RefreshTokens {
  const { connectionStore, oauth, pace, isDue, now, publish } = deps;
  const unsaved = createUnsavedTokens({ now });
  const inFlight = new Map<string, ResultAsync<HeldTokens, TokenError>>();

  function decide(
    appId: string,
    refused: string | null,
    held: HeldTokens,
  ): ResultAsync<TokenChange, TokenError> {
    const isWanted = refused === null ? isDue(appId, held) : held.accessToken === refused;
    if (!isWanted) return okAsync({ kind: 'keep' });
    const { refreshToken } = held;
    const isUseful = refused === null && isValidAt(held, now());
    if (refreshToken === null) {
      return okAsync({ kind: isUseful ? 'keep' : 'reauthorisation-needed' });
    }
    const tokens = unsaved.tokensFor(appId, refreshToken);
    if (tokens !== null) return okAsync({ kind: 'refreshed', tokens });
    if (oauth === null) return errAsync({ kind: 'dialpad-unauthorized' });
    if (now() < nextTryAt(held, isUseful)) return errAsync(unavailable('a refresh was unclear'));
    if (!pace.isReady(appId)) return errAsync(unavailable('a refresh failed a moment ago'));
    const most = refused === null ? MOST_DUE : MOST_REFUSED;
    if (pace.successes(appId) >= most) return errAsync({ kind: 'dialpad-unauthorized' });
    return oauth
      .refresh(refreshToken)
      .map((given) => refreshed({ appId, refreshToken, given }))
      .orElse((error) => onError(appId, held, error));
  }

  function refreshed({
    appId,
    refreshToken,
    given,
  }: {
    readonly appId: string;
    readonly refreshToken: string;
    readonly given: DialpadTokens;
  }): TokenChange {
    pace.succeeded(appId);
    unsaved.keep(appId, refreshToken, given);
    return { kind: 'refreshed', tokens: given };
  }

  function onError(
    appId: string,
    { unclearRefreshes }: HeldTokens,
    error: OAuthError,
  ): Result<TokenChange, TokenError> {
    switch (error.kind) {
      case 'grant-refused':
        return ok({ kind: 'reauthorisation-needed' });
      case 'dialpad-unavailable':
        if (error.isUnclear) return ok(unclear(appId, unclearRefreshes));
        pace.failed(appId);
        return err(error);
      case 'dialpad-rejected':
        return ok(unclear(appId, unclearRefreshes));
      case 'dialpad-rate-limited':
        pace.failed(appId, error.retryAt);
        return err(unavailable(error));
      case 'dialpad-unauthorized':
        // Our own client is not known: a fault of the configuration, whatever the grant is.
        pace.stalled(appId);
        return err(error);
    }
  }

  function unclear(appId: string, before: number): TokenChange {
    pace.stalled(appId);
    return { kind: before + 1 >= MOST_UNCLEAR ? 'reauthorisation-needed' : 'unclear' };
  }

  function refresh(appId: string, refused: string | null): ResultAsync<HeldTokens, TokenError> {
    return connectionStore
      .changeTokens(appId, (held) => decide(appId, refused, held))
      .andThen((changed): Result<HeldTokens, TokenError> => {
        unsaved.forget(appId);
        if (changed !== null && changed.updates.length > 0) publish(changed.updates);
        const held = changed?.tokens ?? null;
        if (held !== null) return ok(held);
        pace.forget(appId);
        return err({ kind: 'dialpad-reauthorisation-needed' });
      });
  }

  return (appId, refused) => {
    const key = JSON.stringify([appId, refused]);
    const running = inFlight.get(key);
    if (running !== undefined) return running;
    const run = refresh(appId, refused);
    inFlight.set(key, run);
    const end = (): void => void inFlight.delete(key);
    void run.then(end, end);
    return run;
  };
}

/**
 * The last refresh that may be unclear waits until the access token is of no use any more: with it
 * that token would be given up.
 */
function nextTryAt(held: HeldTokens, isUseful: boolean): number {
  const { lastUnclearAt, unclearRefreshes, expiresAt } = held;
  if (lastUnclearAt === null) return 0;
  const isLast = unclearRefreshes + 1 >= MOST_UNCLEAR;
  const soonest = lastUnclearAt + waitAfter(unclearRefreshes);
  return isLast && isUseful ? Math.max(soonest, expiresAt ?? soonest) : soonest;
}

/** What was asked for was not sent at all. */
function unavailable(cause: unknown): TokenError {
  return { kind: 'dialpad-unavailable', isUnclear: false, cause };
}
