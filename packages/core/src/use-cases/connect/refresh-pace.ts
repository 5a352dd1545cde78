import { createLruCache } from '../lru-cache.ts';

export interface RefreshPaceDeps {
  /** Epoch ms. */
  readonly now: () => number;
  /** At least 0, below 1. */
  readonly random: () => number;
}

/** When Dialpad may be asked again for tokens of an app, as far as this process has seen. */
export interface RefreshPace {
  /** False for a while after a failure, the longer the more there were in a row. */
  isReady(appId: string): boolean;
  /** Refreshes that succeeded in the last minute, as far as 30. */
  successes(appId: string): number;
  succeeded(appId: string): void;
  /** `retryAt` is epoch ms, where Dialpad says it. */
  failed(appId: string, retryAt?: number): void;
  /** Failed in a way that takes time to mend: `waitAfter` is kept, whatever the storage takes note of. */
  stalled(appId: string): void;
  /** Nothing is held any more: what is given next has no history. */
  forget(appId: string): void;
}

interface Pace {
  readonly failures: number;
  readonly stalls: number;
  readonly nextAt: number;
  /** Of refreshes that succeeded, the last ones. */
  readonly successes: readonly number[];
}

const APPS_LIMIT = 10_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const MOST_SUCCESSES = 30;
const MINUTE_MS = 60_000;
const FIRST_STALL_MS = 30_000;
const LONGEST_STALL_MS = 15 * 60_000;
const NEW_PACE: Pace = { failures: 0, stalls: 0, nextAt: 0, successes: [] };

/** Until the next try, after so many in a row that stalled: 30 s, doubling as far as 15 min. */
export function waitAfter(stalls: number): number {
  return Math.min(LONGEST_STALL_MS, FIRST_STALL_MS * 2 ** Math.max(0, stalls - 1));
}

export function createRefreshPace({ now, random }: RefreshPaceDeps): RefreshPace {
  const paces = createLruCache<Pace>(APPS_LIMIT);
  const paceOf = (appId: string): Pace => paces.get(appId) ?? NEW_PACE;

  return {
    isReady: (appId) => now() >= paceOf(appId).nextAt,
    successes: (appId) => paceOf(appId).successes.filter((at) => now() - at < MINUTE_MS).length,
    succeeded(appId) {
      const successes = [...paceOf(appId).successes, now()].slice(-MOST_SUCCESSES);
      paces.set(appId, { ...NEW_PACE, successes });
    },
    failed(appId, retryAt = 0) {
      const pace = paceOf(appId);
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** pace.failures);
      const nextAt = Math.max(retryAt, now() + wait * (1 - random() / 2));
      paces.set(appId, { ...pace, failures: Math.min(pace.failures + 1, 10), nextAt });
    },
    stalled(appId) {
      const pace = paceOf(appId);
      const stalls = Math.min(pace.stalls + 1, 10);
      paces.set(appId, { ...pace, stalls, nextAt: now() + waitAfter(stalls) });
    },
    forget: (appId) => paces.set(appId, NEW_PACE),
  };
}
