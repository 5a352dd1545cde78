import { Pool } from 'pg';

import { clientOptions } from './client-options.ts';
import type { ConnectionSettings } from './connection-settings.ts';

export interface HotPoolOptions {
  readonly connections: number;
  readonly statementMs: number;
}

/** For intake and worker: bare pg, which writes statements behind one another without waiting. */
export function openHotPool(settings: ConnectionSettings, options: HotPoolOptions): Pool {
  const pool = new Pool({
    ...clientOptions(settings, options.statementMs),
    max: options.connections,
    idleTimeoutMillis: 60_000,
    pipeline: true,
  });
  // A lost idle connection is replaced on the next use; without a listener it would end the process.
  pool.on('error', () => {});
  return pool;
}
