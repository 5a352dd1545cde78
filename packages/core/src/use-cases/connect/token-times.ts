import type { HeldTokens } from '../../ports/connection-store.ts';

type TokenTimes = Pick<HeldTokens, 'obtainedAt' | 'expiresAt'>;

const DUE_PART = 0.8;
/** So much earlier at most, so that apps connected together do not all come together. */
const JITTER_PART = 0.05;
const MARGIN_MS = 5 * 60_000;

/** By our clock; `now` is epoch ms. */
export function isValidAt({ expiresAt }: Pick<TokenTimes, 'expiresAt'>, now: number): boolean {
  return expiresAt === null || now < expiresAt;
}

/**
 * Past 80 % of its life, or with less than 5 minutes left, but never in the first half: a token of
 * short life would else be due as soon as it is given. `jitter` is at least 0 and below 1.
 */
export function isDueAt(
  { obtainedAt, expiresAt }: TokenTimes,
  now: number,
  jitter: number,
): boolean {
  if (expiresAt === null) return false;
  const life = expiresAt - obtainedAt;
  const dueAfter = Math.min(life * (DUE_PART - JITTER_PART * jitter), life - MARGIN_MS);
  return now >= obtainedAt + Math.max(life / 2, dueAfter);
}
