import type { SimulatorClock } from '../../simulator-clock.ts';
import type { Consent } from './create-grants.ts';

const LIFETIME_MS = 60_000;

/** What an authorisation code stands for. */
interface CodeGrant {
  readonly consent: Consent;
  readonly redirectUri: string;
  readonly challenge: Challenge | null;
}

/** Of PKCE. */
export interface Challenge {
  readonly method: 'S256' | 'plain';
  readonly value: string;
}

export interface Codes {
  readonly issue: (grant: CodeGrant) => string;
  /** Null when it was redeemed before, is a minute old, or nobody's. */
  readonly redeem: (code: string) => CodeGrant | null;
}

export function createCodes(clock: SimulatorClock, newToken: () => string): Codes {
  const codes = new Map<string, { readonly grant: CodeGrant; readonly expiresAt: number }>();
  return {
    issue: (grant) => {
      for (const [code, { expiresAt }] of codes) if (expiresAt <= clock.now()) codes.delete(code);
      const code = newToken();
      codes.set(code, { grant, expiresAt: clock.now() + LIFETIME_MS });
      return code;
    },
    redeem: (code) => {
      const known = codes.get(code);
      codes.delete(code);
      return known === undefined || known.expiresAt <= clock.now() ? null : known.grant;
    },
  };
}
