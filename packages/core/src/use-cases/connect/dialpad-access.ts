import { err, ok, type Result, ResultAsync } from 'neverthrow';

import type { ConnectionStatus } from '../../domain/connection.ts';
import type { Update } from '../../domain/update.ts';
import type { ConnectionStore, HeldTokens } from '../../ports/connection-store.ts';
import type {
  DialpadClient,
  OpenDialpad,
  TokenError,
  TokenSource,
} from '../../ports/dialpad-client.ts';
import type { DialpadOAuth } from '../../ports/dialpad-oauth.ts';
import type { StoreError } from '../../ports/store-error.ts';
import { createLruCache } from '../lru-cache.ts';
import { createAppTokens } from './app-tokens.ts';
import { fixedToken } from './fixed-token.ts';
import { createRefreshPace } from './refresh-pace.ts';
import { createRefreshTokens } from './refresh-tokens.ts';
import { isDueAt } from './token-times.ts';

/** The app has no OAuth connection, and there is no static key. */
export interface NotConnected {
  readonly kind: 'dialpad-not-connected';
}

/** Dialpad for an app: by its OAuth connection if it has one, else by the static key. */
export type DialpadFor = (appId: string) => ResultAsync<DialpadClient, NotConnected | StoreError>;

export interface DialpadAccessDeps {
  readonly connectionStore: Pick<
    ConnectionStore,
    'connection' | 'connections' | 'tokens' | 'changeTokens'
  >;
  /** Null: no client id and secret of ours are configured. */
  readonly oauth: DialpadOAuth | null;
  readonly open: OpenDialpad;
  /** A key that an administrator made, for the apps without a connection; null: there is none. */
  readonly staticKey: string | null;
  /** Epoch ms. */
  readonly now: () => number;
  /** At least 0, below 1. */
  readonly random: () => number;
  /** What clients now see. Must not throw. */
  readonly publish: (updates: readonly Update[]) => void;
}

export interface DialpadAccess {
  readonly dialpadFor: DialpadFor;
  /** Of the app's connection, whether it has one or not. */
  readonly tokensOf: (appId: string) => TokenSource;
  /** New tokens for all connections that need some by the clock: for a timer, in any process. */
  readonly refreshDue: () => ResultAsync<RefreshReport, StoreError>;
}

export interface RefreshReport {
  readonly refreshed: number;
  readonly failed: readonly { readonly appId: string; readonly error: TokenError }[];
}

const STATIC_COMPANY = 'static';
const APPS_LIMIT = 10_000;

/** Tokens of one app are renewed by one at a time, whoever needs them, and never used for another. */
export function createDialpadAccess(deps: DialpadAccessDeps): DialpadAccess {
  const { connectionStore, open, staticKey, now, random } = deps;
  const isDue = createDueCheck(deps);
  const refresh = createRefreshTokens({ ...deps, isDue, pace: createRefreshPace({ now, random }) });
  const tokensOf = (appId: string): TokenSource =>
    createAppTokens({ connectionStore, refresh, isDue, now }, appId);

  function clientOf(
    appId: string,
    connection: ConnectionStatus | null,
  ): Result<DialpadClient, NotConnected> {
    if (connection !== null) {
      return ok(open({ companyKey: connection.companyId ?? appId, tokens: tokensOf(appId) }));
    }
    return staticKey === null
      ? err({ kind: 'dialpad-not-connected' })
      : ok(open({ companyKey: STATIC_COMPANY, tokens: fixedToken(staticKey) }));
  }

  /** One after another: each holds a connection to the database while Dialpad is asked. */
  async function refreshAll(connections: readonly ConnectionStatus[]): Promise<RefreshReport> {
    const failed: { readonly appId: string; readonly error: TokenError }[] = [];
    let refreshed = 0;
    for (const connection of connections) {
      const { appId } = connection;
      if (connection.state !== 'connected' || !isDue(appId, timesOf(connection))) continue;
      const outcome = await refresh(appId, null);
      if (outcome.isErr()) failed.push({ appId, error: outcome.error });
      else if (!isDue(appId, outcome.value)) refreshed += 1;
    }
    return { refreshed, failed };
  }

  return {
    dialpadFor: (appId) =>
      connectionStore.connection(appId).andThen((connection) => clientOf(appId, connection)),
    tokensOf,
    refreshDue: () =>
      connectionStore
        .connections()
        .andThen((connections) => ResultAsync.fromSafePromise(refreshAll(connections))),
  };
}

type DueCheck = (appId: string, times: Pick<HeldTokens, 'obtainedAt' | 'expiresAt'>) => boolean;

/** Each app has its own part of the jitter, so that asking often makes nothing due earlier. */
function createDueCheck({ now, random }: Pick<DialpadAccessDeps, 'now' | 'random'>): DueCheck {
  const jitters = createLruCache<number>(APPS_LIMIT);
  return (appId, times) => {
    const jitter = jitters.get(appId) ?? random();
    jitters.set(appId, jitter);
    return isDueAt(times, now(), jitter);
  };
}

function timesOf(connection: ConnectionStatus): Pick<HeldTokens, 'obtainedAt' | 'expiresAt'> {
  const { expiresAt, refreshedAt, connectedAt } = connection;
  return {
    obtainedAt: Date.parse(refreshedAt ?? connectedAt),
    expiresAt: expiresAt === null ? null : Date.parse(expiresAt),
  };
}
