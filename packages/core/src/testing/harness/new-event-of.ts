import type { NewEvent } from '../../domain/event.ts';
import { mapEvent } from '../../use-cases/map-event.ts';
import type { AppUnderTest } from './open-app.ts';

/** A payload as `receiveEvent` hands it to the store. */
export function newEventOf({ appId, hookId }: AppUnderTest, payload: string): NewEvent {
  const { kind, type, dialpadEventId, subjectId, occurredAt } = mapEvent(payload)._unsafeUnwrap();
  return { appId, hookId, kind, type, dialpadEventId, subjectId, occurredAt, payload };
}
