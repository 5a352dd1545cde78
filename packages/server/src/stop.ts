import type { Container } from 'inversify';

import { ids } from './ids.ts';

export type StopFault = (error: unknown) => void;

/**
 * Not all at once: the database would stop before the server has
 * answered. Each is caught: a part whose start failed rejects again when it is unbound, and
 * the parts below it must be stopped all the same.
 */
export async function stop(container: Container, onFault: StopFault): Promise<void> {
  for (const together of IN_ORDER) {
    await Promise.all(together.map((id) => container.unbindAsync(id).catch(onFault)));
  }
}

const IN_ORDER = [
  // It would go on to deliver to a server that is closing.
  [ids.simulator],
  [ids.server, ids.dialpadJobs],
  // Nobody is left who asks Dialpad.
  [ids.dialpad, ids.worker],
  [ids.rateLimiter],
  [ids.storage],
  [ids.database],
];

/** Only what would live on without us. */
export async function abandon(container: Container, onFault: StopFault): Promise<void> {
  await container.unbindAsync(ids.database).catch(onFault);
}
