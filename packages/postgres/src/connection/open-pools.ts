import type { DatabasePool } from 'slonik';

import type { ConnectionSettings } from './connection-settings.ts';
import { type HotPool, openHotPool } from './open-hot-pool.ts';
import { openSlonikPool } from './open-slonik-pool.ts';
import type { OnWait, PoolName, PostgresObserver } from './postgres-observer.ts';
import {
  HOLDER_LIMITS,
  INTAKE_LIMITS,
  KEEPER_LIMITS,
  ONCE_LIMITS,
  READ_LIMITS,
  WORKER_LIMITS,
} from './time-limits.ts';

export interface Pools {
  readonly intake: HotPool;
  readonly worker: HotPool;
  readonly reader: DatabasePool;
  readonly keeper: DatabasePool;
  readonly once: DatabasePool;
  /** For what commits by itself, whatever transaction its caller is part of. */
  readonly apart: DatabasePool;
  /** For transactions that hold something against others while work is done elsewhere. */
  readonly holder: DatabasePool;
}

export interface PoolSizes {
  readonly workerConnections: number;
  readonly readerConnections: number;
}

/** Two flushes at once, some that a dead line may hold up meanwhile, and what is set aside. */
const INTAKE_CONNECTIONS = 8;
const KEEPER_CONNECTIONS = 4;
/** Each key holds one while its work is done, however many come with it. */
const ONCE_CONNECTIONS = 4;
const APART_CONNECTIONS = 4;
/** Each holds one app while Dialpad is asked. */
const HOLDER_CONNECTIONS = 6;

/** Apart, so that no kind of work waits for another's. Nothing is connected before it is needed. */
export async function openPools(
  settings: ConnectionSettings,
  { workerConnections, readerConnections }: PoolSizes,
  observer: PostgresObserver | undefined,
): Promise<Pools> {
  const telling = (pool: PoolName): { readonly onWait?: OnWait } =>
    observer === undefined ? {} : { onWait: (ms) => observer.onPoolWait(pool, ms) };
  const sizes = {
    intake: { connections: INTAKE_CONNECTIONS, limits: INTAKE_LIMITS, ...telling('intake') },
    worker: { connections: workerConnections, limits: WORKER_LIMITS, ...telling('worker') },
    reader: { connections: readerConnections, limits: READ_LIMITS, ...telling('reader') },
    keeper: { connections: KEEPER_CONNECTIONS, limits: KEEPER_LIMITS, ...telling('keeper') },
    once: { connections: ONCE_CONNECTIONS, limits: ONCE_LIMITS, ...telling('once') },
    apart: { connections: APART_CONNECTIONS, limits: KEEPER_LIMITS, ...telling('apart') },
    holder: { connections: HOLDER_CONNECTIONS, limits: HOLDER_LIMITS, ...telling('holder') },
  };
  return {
    intake: openHotPool(settings, sizes.intake),
    worker: openHotPool(settings, sizes.worker),
    reader: await openSlonikPool(settings, sizes.reader),
    keeper: await openSlonikPool(settings, sizes.keeper),
    once: await openSlonikPool(settings, sizes.once),
    apart: await openSlonikPool(settings, sizes.apart),
    holder: await openSlonikPool(settings, sizes.holder),
  };
}
