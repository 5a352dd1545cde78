import { MAX_ATTEMPTS } from '../../ports/event-store.ts';
import type { StorageSubject } from '../storage-subject.ts';
import { failingFor } from './failing-for.ts';
import { numbers } from './payloads.ts';
import { processAll } from './process-all.ts';

/** Waiting events with such a payload fail until they are dead; the others are done. */
export async function killEvents(
  subject: Pick<StorageSubject, 'eventStore' | 'skipWaits'>,
  isBad: (payload: string) => boolean,
): Promise<void> {
  const plan = failingFor(isBad);
  for (const _attempt of numbers(MAX_ATTEMPTS)) {
    await subject.skipWaits();
    await processAll(subject, { plan });
  }
}
