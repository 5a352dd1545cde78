import { createHash, randomUUID } from 'node:crypto';

import type { CodeGrant, DialpadTokens } from '../ports/dialpad-oauth.ts';

export interface MemoryGrantsDeps {
  /** Epoch ms. */
  readonly now: () => number;
  /** Null: access tokens do not expire, and there are no refresh tokens. */
  readonly lifetimeS: number | null;
}

/** What a valid access token opens. */
export interface Access {
  readonly grantId: string;
  readonly lacking: readonly string[];
  /** Epoch ms. */
  readonly until: number;
}

interface CodeTerms {
  readonly redirectUri: string;
  readonly codeChallenge: string;
}

export interface MemoryGrants {
  issue(lacking: readonly string[], grantId?: string): DialpadTokens;
  /** Null when it is expired, revoked or nobody's. */
  access(accessToken: string): Access | null;
  issueCode(terms: CodeTerms): string;
  /** Null when the grant is refused; the code is used up all the same. */
  redeem(grant: CodeGrant): DialpadTokens | null;
  /** Null when the token is used, revoked or nobody's. */
  refresh(refreshToken: string): DialpadTokens | null;
  revoke(accessToken: string): void;
  revokeAll(): void;
  /** Refresh tokens go on to be valid. */
  expireAll(): void;
}

export function createMemoryGrants({ now, lifetimeS }: MemoryGrantsDeps): MemoryGrants {
  const accesses = new Map<string, Access>();
  const refreshable = new Map<string, Omit<Access, 'until'>>();
  const codes = new Map<string, CodeTerms>();

  function issue(lacking: readonly string[], grantId: string = randomUUID()): DialpadTokens {
    const until = lifetimeS === null ? Number.POSITIVE_INFINITY : now() + lifetimeS * 1_000;
    const accessToken = `access-${randomUUID()}`;
    accesses.set(accessToken, { grantId, lacking, until });
    if (lifetimeS === null) return { accessToken, refreshToken: null, expiresIn: null };
    const refreshToken = `refresh-${randomUUID()}`;
    refreshable.set(refreshToken, { grantId, lacking });
    return { accessToken, refreshToken, expiresIn: lifetimeS };
  }

  return {
    issue,
    access(accessToken) {
      const access = accesses.get(accessToken);
      return access === undefined || access.until <= now() ? null : access;
    },
    issueCode(terms) {
      const code = `code-${randomUUID()}`;
      codes.set(code, terms);
      return code;
    },
    redeem({ code, codeVerifier, redirectUri }) {
      const terms = codes.get(code);
      codes.delete(code);
      const isVerified =
        createHash('sha256').update(codeVerifier).digest('base64url') === terms?.codeChallenge;
      return isVerified && terms.redirectUri === redirectUri ? issue([]) : null;
    },
    refresh(refreshToken) {
      const grant = refreshable.get(refreshToken);
      refreshable.delete(refreshToken);
      return grant === undefined ? null : issue(grant.lacking, grant.grantId);
    },
    revoke(accessToken) {
      const grantId = accesses.get(accessToken)?.grantId;
      for (const [token, access] of accesses) {
        if (access.grantId === grantId) accesses.delete(token);
      }
      for (const [token, grant] of refreshable) {
        if (grant.grantId === grantId) refreshable.delete(token);
      }
    },
    revokeAll() {
      accesses.clear();
      refreshable.clear();
    },
    expireAll: () => accesses.clear(),
  };
}
