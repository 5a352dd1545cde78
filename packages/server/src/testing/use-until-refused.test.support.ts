import { expect } from 'vitest';

import type { TestServer } from './start-server.test.support.ts';
import { type SteadyUse, steadyUse } from './steady-use.test.support.ts';
import { waitFor } from './wait-for.test.support.ts';

export interface UsedUp {
  /** How long after the end of the right a request was sent that still opened. */
  readonly openedForMs: number;
  /** Epoch ms: the first refusal was answered. */
  readonly refusedAt: number;
}

export interface UseOptions {
  readonly servers: readonly TestServer[];
  readonly apiKey: string;
  /** Once the key is in use; gives the epoch ms at which its right has ended. */
  readonly end: () => Promise<number>;
}

/** With these a key may be used as often as these tests do. */
export const USE_ENVIRONMENT = {
  RATE_LIMIT_PER_KEY: '1000000',
  RATE_LIMIT_KEY_FAILURES: '1000000',
};

const PER_SECOND = 100;
const ENOUGH = 50;

/**
 * Uses a key 100 times a second on each server until all refuse it. Each opened it before, and none
 * opens it again once it was refused.
 */
export async function useUntilRefused(options: UseOptions): Promise<readonly UsedUp[]> {
  const { servers, apiKey, end } = options;
  const all = servers.map(({ url }) =>
    steadyUse({ url: `${url}/api/calls?limit=1`, apiKey, perSecond: PER_SECOND }),
  );
  try {
    await seen(200, all);
    const endedAt = await end();
    await seen(401, all);
    return all.map((use) => usedUp(use, endedAt));
  } finally {
    await Promise.all(all.map((use) => use.end()));
  }
}

const seen = (status: number, all: readonly SteadyUse[]): Promise<void> =>
  waitFor(`${status} from all`, () => all.every(({ count }) => count(status) >= ENOUGH));

function usedUp({ uses }: SteadyUse, endedAt: number): UsedUp {
  expect(new Set(uses.map(({ status }) => status))).toEqual(new Set([200, 401]));
  const timesOf = (wanted: number, time: 'sentAt' | 'answeredAt'): readonly number[] =>
    uses.filter(({ status }) => status === wanted).map((use) => use[time]);
  const refusedAt = Math.min(...timesOf(401, 'answeredAt'));
  const openedAt = Math.max(...timesOf(200, 'sentAt'));
  expect(openedAt).toBeLessThanOrEqual(refusedAt);
  return { openedForMs: Math.max(0, openedAt - endedAt), refusedAt };
}
