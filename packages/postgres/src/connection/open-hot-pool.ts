import { Pool } from 'pg';

import { clientOptions } from './client-options.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import { GRACE_MS, type TimeLimits } from './time-limits.ts';

export interface HotPoolOptions {
  readonly connections: number;
  readonly limits: TimeLimits;
}

/** For intake and worker: bare pg, which writes statements behind one another without waiting. */
export function openHotPool(settings: ConnectionSettings, options: HotPoolOptions): Pool {
  const pool = new Pool({
    ...clientOptions(settings, options.limits.statementMs),
    // Ending a client that has statements under way waits for them; this is what breaks a dead line.
    query_timeout: options.limits.statementMs + GRACE_MS,
    max: options.connections,
    idleTimeoutMillis: 60_000,
    pipeline: true,
  });
  // A lost idle connection is replaced on the next use; without a listener it would end the process.
  pool.on('error', () => {});
  return pool;
}
