import type { SlowHash } from '../ports/slow-hash.ts';
import { createLruCache } from './lru-cache.ts';

const AT_ONCE = 2;

export interface SlowHashCheckDeps {
  readonly slowHash: SlowHash;
  /** Most keys remembered, and most waiting. */
  readonly size: number;
  readonly onMismatch: (suspect: SlowHashSuspect) => void;
}

/** A key that its digest has let in already. */
interface SlowHashSuspect {
  /** What the key is remembered by. */
  readonly fingerprint: string;
  readonly apiKey: string;
  readonly keyId: string;
  readonly hash: string;
}

export interface SlowHashCheck {
  /** Once for each key, two keys at a time, and nobody waits for it. */
  readonly begin: (suspect: SlowHashSuspect) => void;
  /** Whether the key was seen not to fit its hash. */
  readonly isRefused: (fingerprint: string) => boolean;
}

/**
 * The second opinion on a key. Each one costs 50 ms of a thread, so only keys that have passed by
 * their digest get here, and no more than two threads are ever taken.
 */
export function createSlowHashCheck(deps: SlowHashCheckDeps): SlowHashCheck {
  const verdicts = createLruCache<'pending' | 'matches' | 'differs'>(deps.size);
  const waiting: SlowHashSuspect[] = [];
  let running = 0;

  function next(): void {
    const suspect = running < AT_ONCE ? waiting.shift() : undefined;
    if (suspect === undefined) return;
    running += 1;
    void judge(suspect).finally(() => {
      running -= 1;
      next();
    });
  }

  async function judge(suspect: SlowHashSuspect): Promise<void> {
    const isMatch = await matches(deps.slowHash, suspect);
    if (isMatch === null) {
      verdicts.delete(suspect.fingerprint);
      return;
    }
    verdicts.set(suspect.fingerprint, isMatch ? 'matches' : 'differs');
    if (!isMatch) deps.onMismatch(suspect);
  }

  return {
    begin(suspect) {
      if (verdicts.get(suspect.fingerprint) !== undefined) return;
      if (waiting.length >= deps.size) return;
      verdicts.set(suspect.fingerprint, 'pending');
      waiting.push(suspect);
      next();
    },

    isRefused: (fingerprint) => verdicts.get(fingerprint) === 'differs',
  };
}

/** Null when it could not be told: then the key is checked again when it next comes. */
async function matches(slowHash: SlowHash, suspect: SlowHashSuspect): Promise<boolean | null> {
  try {
    return await slowHash.matches(suspect.apiKey, suspect.hash);
  } catch {
    return null;
  }
}
