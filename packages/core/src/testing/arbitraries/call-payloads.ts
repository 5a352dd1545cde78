import fc from 'fast-check';

import { CALL_STATES } from '../../domain/call-state.ts';
import { idForms, linkedIds } from './dialpad-ids.ts';
import { jsonText } from './json-text.ts';
import { amounts, moments, oddMoments } from './moments.ts';
import { mostly, oddValues } from './odd-values.ts';
import { contacts, phoneNumbers, targets } from './parties.ts';

/** Dialpad's words, and some that are not. */
export const callStates: fc.Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...CALL_STATES) },
  { weight: 1, arbitrary: fc.constantFrom('answered', 'Hangup', 'teleported', '__proto__') },
);

/**
 * The JSON of one event of the call, in any state, with any of its fields missing or odd.
 * Only the call's id and a state are always there: without them it is no call event.
 */
export function callPayloads(callId: bigint): fc.Arbitrary<string> {
  return fc
    .record(
      {
        call_id: idForms(callId),
        state: callStates,
        event_timestamp: oddMoments,
        ...DATES,
        ...AMOUNTS,
        ...PARTIES,
        ...LINKS,
        ...MARKS,
        ...MEDIA,
        ...AFTER_CALL,
      },
      { requiredKeys: ['call_id', 'state'], noNullPrototype: true },
    )
    .map(jsonText);
}

const DATES = {
  date_started: oddMoments,
  date_rang: oddMoments,
  date_first_rang: oddMoments,
  date_queued: oddMoments,
  date_connected: oddMoments,
  date_ended: oddMoments,
};

const AMOUNTS = {
  duration: mostly(amounts),
  total_duration: mostly(amounts),
  talk_time: mostly(amounts),
  hold_time: mostly(amounts),
  mos_score: mostly(fc.constantFrom(4.41, 3.2, 1, 5, 0.5, 7)),
};

const PARTIES = {
  direction: mostly(fc.constantFrom('inbound', 'outbound')),
  external_number: mostly(phoneNumbers),
  internal_number: mostly(phoneNumbers),
  target: mostly(targets),
  contact: mostly(contacts),
  entry_point_target: mostly(targets),
  proxy_target: mostly(targets),
};

const LINKS = {
  master_call_id: mostly(linkedIds),
  entry_point_call_id: mostly(linkedIds),
  operator_call_id: mostly(linkedIds),
};

const words = fc.constantFrom('vip', 'voicemail', 'follow up', 'Zoë 🙂');

const MARKS = {
  is_transferred: mostly(fc.boolean()),
  is_internal: mostly(fc.boolean()),
  callback_requested: mostly(fc.boolean()),
  labels: mostly(fc.array(words, { maxLength: 3 })),
  custom_data: mostly(fc.constantFrom('order 17', '{"a":1}', 'it\u2019s')),
};

const recordings = fc.record(
  {
    id: mostly(fc.constantFrom('6095823680520192', '6095823680520193', 6095823680520194n)),
    url: mostly(fc.constantFrom('https://dialpad.com/r/1', 'https://dialpad.com/r/2')),
    duration: mostly(amounts),
    recording_type: mostly(fc.constantFrom('callrecording', 'admincallrecording', 'voicemail')),
    start_time: mostly(moments),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const MEDIA = {
  was_recorded: mostly(fc.boolean()),
  recording_details: mostly(fc.array(fc.oneof(recordings, oddValues), { maxLength: 3 })),
  recording_url: mostly(fc.array(fc.constantFrom('https://dialpad.com/r/1'), { maxLength: 2 })),
  voicemail_link: mostly(fc.constant('https://dialpad.com/v/1')),
  voicemail_recording_id: mostly(linkedIds),
  transcription_text: mostly(words),
};

const AFTER_CALL = {
  csat_score: mostly(fc.constantFrom('5', 4, '3.5')),
  recap_summary: mostly(words),
  recap_outcome: mostly(words),
  recap_purposes: mostly(fc.oneof(words, fc.array(words, { maxLength: 2 }))),
  recap_action_items: mostly(fc.oneof(words, fc.array(words, { maxLength: 2 }))),
  call_dispositions: mostly(fc.array(fc.oneof(words, fc.constant({ name: 'sold' })))),
};
