import { hash } from 'node:crypto';

import type { Result } from 'neverthrow';

import type { DialpadEvent } from '../domain/event.ts';
import { callFactsOf, occurredAtOf } from '../wire/call.ts';
import { messageFactsOf } from '../wire/message.ts';
import {
  decodePayload,
  isObject,
  type Payload,
  type PayloadError,
  parsePayload,
} from '../wire/parse-payload.ts';
import { idOf, timeOf, wordOf } from '../wire/read.ts';

export type MapEventError = PayloadError;

/**
 * Dialpad's payload as an event of ours. There is no type field: the kind shows
 * in the shape. What we do not know becomes `other`; only what is not a JSON
 * object in UTF-8, nested at most 64 deep, is an error. Source: dialpad.md 1.7.
 */
export function mapEvent(payload: Uint8Array | string): Result<DialpadEvent, MapEventError> {
  if (typeof payload !== 'string') return decodePayload(payload).andThen(mapEvent);
  return parsePayload(payload).map(
    (parsed) =>
      callEvent(parsed) ??
      agentStatusEvent(parsed) ??
      messageEvent(parsed) ??
      otherEvent(parsed, payload),
  );
}

function callEvent(payload: Payload): DialpadEvent | null {
  const callId = idOf(payload['call_id']);
  const state = wordOf(payload['state']);
  if (callId === null || state === null) return null;
  const occurredAt = occurredAtOf(payload);
  return {
    kind: 'call',
    type: state,
    dialpadEventId: keyOf('call', callId, state, occurredAt),
    subjectId: callId,
    occurredAt,
    call: callFactsOf(callId, payload),
  };
}

function agentStatusEvent(payload: Payload): DialpadEvent | null {
  const onDuty = wordOf(payload['on_duty_status']);
  const availability = wordOf(payload['availability_status']);
  const type = onDuty ?? availability;
  if (type === null) return null;
  const target = payload['target'];
  const date = timeOf(payload['date']);
  const occurredAt = timeOf(payload['event_timestamp']) ?? date;
  const agentId = isObject(target) ? idOf(target['id']) : null;
  return {
    kind: 'agent_status',
    type,
    dialpadEventId: keyOf('agent', agentId, date, onDuty, availability, occurredAt),
    subjectId: null,
    occurredAt,
  };
}

function messageEvent(payload: Payload): DialpadEvent | null {
  const messageId = idOf(payload['id']);
  const isMessage = ['message_status', 'from_number', 'to_number'].some((name) => name in payload);
  if (messageId === null || !isMessage) return null;
  const message = messageFactsOf(messageId, payload);
  const { status, deliveryResult, time } = message.progress;
  return {
    kind: 'message',
    type: status === '' ? 'unknown' : status,
    dialpadEventId: keyOf('sms', messageId, status, deliveryResult, time),
    subjectId: messageId,
    occurredAt: time === 0 ? null : time,
    message,
  };
}

function otherEvent(payload: Payload, text: string): DialpadEvent {
  return {
    ...otherKind(payload),
    dialpadEventId: `sha256:${hash('sha256', text)}`,
    subjectId: null,
    occurredAt: timeOf(payload['event_timestamp']) ?? timeOf(payload['date']),
  };
}

function otherKind(payload: Payload): Pick<DialpadEvent & { kind: 'other' }, 'type'> & {
  readonly kind: 'contact' | 'change_log' | 'other';
} {
  const event = payload['event'];
  if (isObject(payload['contact']) && typeof event === 'string' && CONTACT_EVENTS.has(event)) {
    return { kind: 'contact', type: event };
  }
  const action = wordOf(payload['action']);
  if (action !== null && 'changed_by' in payload) return { kind: 'change_log', type: action };
  return { kind: 'other', type: wordOf(payload['state']) ?? 'unknown' };
}

const CONTACT_EVENTS: ReadonlySet<string> = new Set(['Created', 'Updated', 'Deleted']);

function keyOf(...parts: readonly (string | number | null)[]): string {
  return parts.map((part) => part ?? '').join(':');
}
