import {
  DEAD_REASONS,
  EVENT_KINDS,
  EVENT_SOURCES,
  EVENT_STATES,
  type EventStatus,
  SET_ASIDE_REASONS,
  sourceOf,
  Timestamp,
} from '@dialpad-cti/core';
import { z } from 'zod';

export const HELD_REASONS = [...DEAD_REASONS, ...SET_ASIDE_REASONS] as const;

export const EventStatusView = z.object({
  id: z.uuid(),
  app_id: z.string().nullable(),
  hook_id: z
    .string()
    .describe(
      '`default` for what came over the plain path; `reconciliation` and `inference` for what no webhook brought.',
    ),
  source: z
    .enum(EVENT_SOURCES)
    .describe(
      "`webhook`: Dialpad delivered it; `reconciliation`: taken from Dialpad's call list; `inference`: the end of a call that Dialpad does not know as live.",
    ),
  kind: z.enum(EVENT_KINDS),
  type: z.string().describe("Dialpad's word for what happened."),
  dialpad_event_id: z.string().nullable().describe('The same for all deliveries of one event.'),
  state: z.enum(EVENT_STATES),
  reason: z
    .enum(HELD_REASONS)
    .nullable()
    .describe('Why it waits for a person; null when it does not.'),
  deliveries: z.int().describe('How often it arrived.'),
  attempts: z.int().describe('How often its processing failed.'),
  last_error: z.string().nullable(),
  occurred_at: Timestamp.nullable().describe("By Dialpad's clock."),
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
    source: sourceOf(event.hookId),
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
