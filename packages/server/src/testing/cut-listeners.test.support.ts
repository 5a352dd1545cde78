import { setTimeout as delay } from 'node:timers/promises';

import type { Stage } from './open-stage.test.support.ts';

export interface ListenerCuts {
  /** How many connections were cut. */
  readonly end: () => Promise<number>;
}

const PAUSE_MS = 200;

/** Cuts every connection that listens for hints, again and again. */
export function cutListeners({ query }: Pick<Stage, 'query'>): ListenerCuts {
  let isEnded = false;
  let cuts = 0;

  async function run(): Promise<number> {
    while (!isEnded) {
      const ended = await query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
      );
      cuts += ended.length;
      await delay(PAUSE_MS);
    }
    return cuts;
  }

  const running = run();
  return {
    end: () => {
      isEnded = true;
      return running;
    },
  };
}
