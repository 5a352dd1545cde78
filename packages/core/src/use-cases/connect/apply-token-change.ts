import type { HeldTokens, TokenChange } from '../../ports/connection-store.ts';
import type { DialpadTokens } from '../../ports/dialpad-oauth.ts';

export type KeptTokens = Exclude<TokenChange, { readonly kind: 'reauthorisation-needed' }>;

/** What is held from then on; `now` is epoch ms. */
export function applyTokenChange(held: HeldTokens, change: KeptTokens, now: number): HeldTokens {
  switch (change.kind) {
    case 'keep':
      return held;
    case 'unclear':
      return { ...held, unclearRefreshes: held.unclearRefreshes + 1, lastUnclearAt: now };
    case 'refreshed': {
      const { tokens } = change;
      const refreshToken = tokens.refreshToken ?? held.refreshToken;
      return newHeldTokens({ ...tokens, refreshToken }, held.companyId, now);
    }
  }
}

/** As they are held when they have just been given; `now` is epoch ms. */
export function newHeldTokens(
  { accessToken, refreshToken, expiresIn }: DialpadTokens,
  companyId: string | null,
  now: number,
): HeldTokens {
  return {
    accessToken,
    refreshToken,
    expiresAt: expiresIn === null ? null : expiryOf(expiresIn, now),
    obtainedAt: now,
    unclearRefreshes: 0,
    lastUnclearAt: null,
    companyId,
  };
}

/** The last time that RFC 3339 can write: Dialpad may say any number of seconds. */
const LAST_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

function expiryOf(expiresIn: number, now: number): number {
  return Math.min(LAST_TIME, now + Math.max(0, Math.round(expiresIn * 1_000)));
}
