import type { SimulatorClock } from '../../simulator-clock.ts';
import type { Caller } from '../caller.ts';

/** What somebody agreed to. */
export type Consent = Omit<Caller, 'grantId'>;

export interface Tokens {
  readonly accessToken: string;
  /** Null without `offline_access`: the access token is static then. */
  readonly refreshToken: string | null;
  /** Null: never. */
  readonly expiresInS: number | null;
}

export interface Grants {
  readonly begin: (consent: Consent) => Tokens;
  /** Null when the token is used up, revoked or nobody's. It can be used once. */
  readonly refresh: (refreshToken: string) => Tokens | null;
  readonly callerOf: (accessToken: string) => Caller | null;
  readonly revoke: (grantId: string) => void;
}

export interface GrantsDeps {
  readonly clock: SimulatorClock;
  readonly newToken: () => string;
  readonly tokenLifetimeS: number;
}

interface Access {
  readonly caller: Caller;
  readonly expiresAt: number;
}

export function createGrants({ clock, newToken, tokenLifetimeS }: GrantsDeps): Grants {
  const accesses = new Map<string, Access>();
  const refreshable = new Map<string, Caller>();

  const issue = (caller: Caller): Tokens => {
    deleteWhere(accesses, ({ expiresAt }) => expiresAt <= clock.now());
    const accessToken = newToken();
    if (!caller.scopes.has('offline_access')) {
      accesses.set(accessToken, { caller, expiresAt: Number.POSITIVE_INFINITY });
      return { accessToken, refreshToken: null, expiresInS: null };
    }
    const refreshToken = newToken();
    accesses.set(accessToken, { caller, expiresAt: clock.now() + tokenLifetimeS * 1_000 });
    refreshable.set(refreshToken, caller);
    return { accessToken, refreshToken, expiresInS: tokenLifetimeS };
  };

  return {
    begin: (consent) => issue({ ...consent, grantId: newToken() }),
    refresh: (refreshToken) => {
      const caller = refreshable.get(refreshToken);
      refreshable.delete(refreshToken);
      return caller === undefined ? null : issue(caller);
    },
    callerOf: (accessToken) => {
      const access = accesses.get(accessToken);
      return access === undefined || access.expiresAt <= clock.now() ? null : access.caller;
    },
    revoke: (grantId) => {
      deleteWhere(accesses, ({ caller }) => caller.grantId === grantId);
      deleteWhere(refreshable, (caller) => caller.grantId === grantId);
    },
  };
}

function deleteWhere<Value>(map: Map<string, Value>, isToGo: (value: Value) => boolean): void {
  for (const [key, value] of map) if (isToGo(value)) map.delete(key);
}
