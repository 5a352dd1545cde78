import type { Appended } from '../../ports/event-store.ts';
import type { StorageSubject } from '../storage-subject.ts';
import { answered } from './answered.ts';
import { newEventOf } from './new-event-of.ts';
import type { AppUnderTest } from './open-app.ts';

/** Appends payloads of one app in one call. */
export function send(
  { eventStore }: Pick<StorageSubject, 'eventStore'>,
  app: AppUnderTest,
  payloads: readonly string[],
): Promise<readonly Appended[]> {
  return answered(eventStore.append(payloads.map((payload) => newEventOf(app, payload))));
}
