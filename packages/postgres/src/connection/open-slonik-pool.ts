import { createPool, type DatabasePool, type Interceptor, SchemaValidationError } from 'slonik';

import type { ConnectionSettings } from './connection-settings.ts';
import type { OnWait } from './postgres-observer.ts';
import { slonikDriver } from './slonik-driver.ts';
import { CONNECT_TIMEOUT_MS, type TimeLimits } from './time-limits.ts';

export interface SlonikPoolOptions {
  readonly connections: number;
  readonly limits: TimeLimits;
  /** Told of each connection that is taken. */
  readonly onWait?: OnWait;
}

/**
 * For everything but intake and worker. Nothing may set session state on it: connections are not
 * reset between uses, which would cost as much as the query itself.
 */
export async function openSlonikPool(
  settings: ConnectionSettings,
  { connections, limits, onWait }: SlonikPoolOptions,
): Promise<DatabasePool> {
  const pool = await createPool('postgres://', {
    driverFactory: slonikDriver(settings, limits),
    maxPoolSize: connections,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    connectionRetryLimit: 0,
    gracefulTerminationTimeout: 1_000,
    idleTimeout: 60_000,
    captureStackTrace: false,
    queryRetryLimit: 0,
    transactionRetryLimit: 0,
    resetConnection: async () => {},
    typeParsers: [],
    interceptors: onWait === undefined ? [checkRows] : [checkRows, tellWaits(onWait)],
  });
  pool.on('error', () => {});
  return pool;
}

/** slonik types the rows of `sql.type(schema)` by the schema, but checks them only if told to. */
const checkRows: Interceptor = {
  name: 'check-rows',
  transformRow: ({ resultParser }, query, row) => {
    if (resultParser === undefined) return row;
    const outcome = resultParser['~standard'].validate(row);
    if (outcome instanceof Promise) throw new Error('row schemas are synchronous');
    if (outcome.issues !== undefined) throw new SchemaValidationError(query, row, outcome.issues);
    // A validated row is one: the schema's type is all that slonik goes by.
    return outcome.value as typeof row;
  },
};

function tellWaits(onWait: OnWait): Interceptor {
  // slonik hands the same object to both.
  const askedAt = new WeakMap<object, number>();
  return {
    name: 'tell-waits',
    beforePoolConnection: (context) => {
      askedAt.set(context, performance.now());
      return null;
    },
    afterPoolConnection: (context) => {
      const then = askedAt.get(context);
      if (then !== undefined) onWait(Math.floor(performance.now() - then));
      return null;
    },
  };
}
