import { jsonText } from '../arbitraries/json-text.ts';

/** 2026-09-01T12:00:00Z. */
export const NOON = Date.UTC(2026, 8, 1, 12);

/** One call event with only what a law needs. */
export function callPayload(callId: number | bigint | string, more: object = {}): string {
  return jsonText({ call_id: callId, state: 'ringing', event_timestamp: NOON, ...more });
}

/** One message event with only what a law needs. */
export function messagePayload(messageId: number | bigint | string, more: object = {}): string {
  return jsonText({ id: messageId, message_status: 'sent', event_timestamp: NOON, ...more });
}

/** `count` numbers from 1. */
export function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_none, index) => index + 1);
}

/** Six events of one call, in no good order, of which each changes something. */
export function legPayloads(call: number): readonly string[] {
  return ['hangup', 'ringing', 'recording', 'connected', 'hold', 'csat'].map((state, index) =>
    callPayload(call, {
      state,
      event_timestamp: NOON + index,
      date_connected: NOON,
      csat_score: '5',
      custom_data: `${state} of ${call}`,
    }),
  );
}
