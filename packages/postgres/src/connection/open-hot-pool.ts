import { Pool } from 'pg';

import { clientOptions } from './client-options.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import type { OnWait } from './postgres-observer.ts';
import { GRACE_MS, type TimeLimits } from './time-limits.ts';

export interface HotPoolOptions {
  readonly connections: number;
  readonly limits: TimeLimits;
  /** Told of each connection that `withConnection` takes. */
  readonly onWait?: OnWait;
  /** Whom all of it acts as; for statements of others, which cannot say so. */
  readonly role?: 'limiter';
}

/** pg's own does not tell how long it lets somebody wait. */
export interface HotPool extends Pool {
  readonly onWait?: OnWait;
}

/** Bare pg, which writes statements behind one another without waiting. */
export function openHotPool(
  settings: ConnectionSettings,
  { connections, limits, onWait, role }: HotPoolOptions,
): HotPool {
  const pool = new Pool({
    ...clientOptions(settings, limits.statementMs),
    ...(role === undefined ? {} : { options: actingAs(role) }),
    // Ending a client that has statements under way waits for them; this is what breaks a dead line.
    query_timeout: limits.statementMs + GRACE_MS,
    max: connections,
    idleTimeoutMillis: 60_000,
    pipeline: true,
  });
  // A lost idle connection is replaced on the next use; without a listener it would end the process.
  pool.on('error', () => {});
  return onWait === undefined ? pool : Object.assign(pool, { onWait });
}

/** A database may have another isolation by default, under which counting together would fail. */
function actingAs(role: string): string {
  return `-c app.role=${role} -c default_transaction_isolation=read\\ committed`;
}
