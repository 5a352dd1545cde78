import type { Payload } from '@dialpad-cti/core/fixtures';

import { AFTER_CALL_STATES } from './after-call-states.ts';
import { isObject, isText } from './read-payload.ts';

/**
 * A leg as `GET /api/v2/call/{id}` answers it, from its events in any order: the latest known value
 * of each field, integers and ms as text, nothing where nothing is known.
 */
export function restCall(events: readonly Payload[]): Readonly<Record<string, unknown>> {
  const call = merged(events);
  const rest = {
    ...picked(call, AS_THEY_ARE, (value) => value),
    ...picked(call, AS_TEXT, String),
    ...picked(call, PARTIES, partyOf),
    state: call['state'],
    voicemail_share_link: call['voicemail_link'],
    recording_details: recordingsOf(call['recording_details']),
  };
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => !isEmpty(value)));
}

const AS_THEY_ARE = [
  'admin_call_recording_share_links',
  'call_recording_share_links',
  'csat_recording_urls',
  'csat_transcriptions',
  'custom_data',
  'direction',
  'external_number',
  'group_id',
  'internal_number',
  'is_transferred',
  'labels',
  'mos_score',
  'routing_breadcrumbs',
  'screen_recording_urls',
  'transcription_text',
  'was_recorded',
];

const AS_TEXT = [
  'call_id',
  'csat_score',
  'date_connected',
  'date_ended',
  'date_rang',
  'date_started',
  'duration',
  'entry_point_call_id',
  'event_timestamp',
  'hold_time',
  'master_call_id',
  'operator_call_id',
  'talk_time',
  'total_duration',
];

const PARTIES = ['contact', 'entry_point_target', 'proxy_target', 'target'];

function merged(events: readonly Payload[]): Payload {
  const call: Record<string, unknown> = {};
  const inTrueOrder = events.toSorted((left, right) => timeOf(left) - timeOf(right));
  for (const event of inTrueOrder) {
    for (const [field, value] of Object.entries(event)) {
      if (field === 'state' && isAfterCall(value) && 'state' in call) continue;
      // An amount is 0 until it is known.
      const isKnown = !isEmpty(value) && value !== 0;
      if (isKnown || !(field in call)) call[field] = value;
    }
  }
  return call;
}

function timeOf(event: Payload): number {
  return Number(event['event_timestamp']);
}

function isAfterCall(state: unknown): boolean {
  return isText(state) && AFTER_CALL_STATES.has(state);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function picked(
  call: Payload,
  fields: readonly string[],
  restOf: (value: unknown) => unknown,
): Payload {
  const known = fields.filter((field) => !isEmpty(call[field]));
  return Object.fromEntries(known.map((field) => [field, restOf(call[field])]));
}

/** Events say `call_center` and tell a target's office; this API says `callcenter`, and does not. */
function partyOf(party: unknown): unknown {
  if (!isObject(party)) return null;
  const { id, type, name, phone, email } = party;
  const rest = { id: String(id), type: String(type).replaceAll('_', ''), name, phone, email };
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => !isEmpty(value)));
}

function recordingsOf(details: unknown): readonly unknown[] {
  if (!Array.isArray(details)) return [];
  return details.filter(isObject).map((one) => ({
    ...one,
    duration: String(one['duration']),
    start_time: String(one['start_time']),
  }));
}
