import type { Container } from 'inversify';

import { ids } from './ids.ts';

export type StopFault = (error: unknown) => void;

/**
 * One after the other: unbound together, the database would stop before the server has
 * answered. Each is caught: a part whose start failed rejects again when it is unbound, and
 * the parts below it must be stopped all the same.
 */
export async function stop(container: Container, onFault: StopFault): Promise<void> {
  for (const id of IN_ORDER) await container.unbindAsync(id).catch(onFault);
}

// The stand-in first: it would go on to deliver to a server that is closing.
const IN_ORDER = [
  ids.dialpad,
  ids.server,
  ids.dialpadJobs,
  ids.worker,
  ids.rateLimiter,
  ids.storage,
  ids.database,
];

/** Only what would live on without us. */
export async function abandon(container: Container, onFault: StopFault): Promise<void> {
  await container.unbindAsync(ids.database).catch(onFault);
}
