import type { Random } from './create-random.ts';

/** Keys, codes and tokens: 43 letters and digits, not secret at all. */
export function createTokenSource(random: Random): () => string {
  const fork = random.fork('tokens');
  return () =>
    Array.from({ length: LENGTH }, () => LETTERS.charAt(fork.below(LETTERS.length))).join('');
}

const LENGTH = 43;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
