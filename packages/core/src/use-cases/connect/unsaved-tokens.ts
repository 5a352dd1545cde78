import type { DialpadTokens } from '../../ports/dialpad-oauth.ts';

interface Unsaved {
  readonly spent: string;
  readonly tokens: DialpadTokens;
  readonly at: number;
}

/**
 * New tokens between Dialpad's answer and their commit. When that fails, the refresh token in the
 * storage is used up, and these are the only ones that open anything.
 */
export interface UnsavedTokens {
  keep(appId: string, spent: string, tokens: DialpadTokens): void;
  /** What was given for this refresh token, its life that much shorter by now; else null. */
  tokensFor(appId: string, spent: string): DialpadTokens | null;
  forget(appId: string): void;
}

export function createUnsavedTokens({ now }: { readonly now: () => number }): UnsavedTokens {
  const unsaved = new Map<string, Unsaved>();
  return {
    keep: (appId, spent, tokens) => void unsaved.set(appId, { spent, tokens, at: now() }),
    tokensFor(appId, spent) {
      const kept = unsaved.get(appId);
      if (kept?.spent !== spent) return null;
      const { expiresIn } = kept.tokens;
      const left = expiresIn === null ? null : expiresIn - (now() - kept.at) / 1_000;
      return { ...kept.tokens, expiresIn: left === null ? null : Math.max(0, left) };
    },
    forget: (appId) => void unsaved.delete(appId),
  };
}
