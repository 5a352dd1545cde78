import { EVENT_KINDS, EVENT_STATES, type EventStatus, Timestamp } from '@dialpad-cti/core';
import { z } from 'zod';

export const EventStatusView = z.object({
  id: z.uuid(),
  app_id: z.string().nullable(),
  hook_id: z.string(),
  kind: z.enum(EVENT_KINDS),
  type: z.string(),
  dialpad_event_id: z.string().nullable(),
  state: z.enum(EVENT_STATES),
  /** Why it is set aside, else null. */
  reason: z.string().nullable(),
  deliveries: z.int(),
  attempts: z.int(),
  last_error: z.string().nullable(),
  occurred_at: Timestamp.nullable(),
  received_at: Timestamp,
  last_delivered_at: Timestamp,
  next_attempt_at: Timestamp.nullable(),
});
export type EventStatusView = z.infer<typeof EventStatusView>;

export function eventStatusView(event: EventStatus): EventStatusView {
  return {
    id: event.id,
    app_id: event.appId,
    hook_id: event.hookId,
    kind: event.kind,
    type: event.type,
    dialpad_event_id: event.dialpadEventId,
    state: event.state,
    reason: event.reason,
    deliveries: event.deliveries,
    attempts: event.attempts,
    last_error: event.lastError,
    occurred_at: event.occurredAt,
    received_at: event.receivedAt,
    last_delivered_at: event.lastDeliveredAt,
    next_attempt_at: event.nextAttemptAt,
  };
}
