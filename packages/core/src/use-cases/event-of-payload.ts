import type { Result } from 'neverthrow';

import type { NewEvent } from '../domain/event.ts';
import { decodePayload, type PayloadError } from '../wire/parse-payload.ts';
import { mapEvent } from './map-event.ts';

/** A verified payload as the event that it is for an app. */
export function eventOfPayload(
  { appId, hookId }: Pick<NewEvent, 'appId' | 'hookId'>,
  payload: Uint8Array,
): Result<NewEvent, PayloadError> {
  return decodePayload(payload).andThen((text) =>
    mapEvent(text).map(({ type, kind, dialpadEventId, subjectId, occurredAt }) => ({
      appId,
      hookId,
      type,
      kind,
      dialpadEventId,
      subjectId,
      occurredAt,
      payload: text,
    })),
  );
}
