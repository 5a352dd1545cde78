import fc from 'fast-check';

import { callPayloads } from './call-payloads.ts';
import { jsonText } from './json-text.ts';
import { moments } from './moments.ts';
import { contacts, phoneNumbers, targets } from './parties.ts';

/** The payloads of one leg in the order of sending: a course that calls take, or any events at all. */
export function callHistories(callId: bigint): fc.Arbitrary<readonly string[]> {
  return fc.oneof(
    { weight: 2, arbitrary: plausibleHistories(callId) },
    { weight: 1, arbitrary: fc.array(callPayloads(callId), { minLength: 1, maxLength: 6 }) },
  );
}

/** Flows as dialpad.md 2.4 has them. */
const FLOWS = [
  ['ringing', 'connected', 'hangup', 'recording', 'call_transcription', 'recap_summary'],
  ['calling', 'ringing', 'connected', 'hold', 'connected', 'hangup', 'dispositions'],
  ['calling', 'ringing', 'hangup'],
  ['ringing', 'missed', 'hangup'],
  ['ringing', 'voicemail', 'hangup', 'voicemail_uploaded', 'transcription'],
  ['ringing', 'voicemail', 'hangup'],
  ['preanswer', 'queued', 'connected', 'hangup', 'csat'],
  ['queued', 'hangup'],
  ['ringing', 'connected', 'parked', 'connected'],
  ['connected', 'monitor', 'barge', 'merged', 'hangup'],
  ['blocked', 'hangup'],
] as const;

function plausibleHistories(callId: bigint): fc.Arbitrary<readonly string[]> {
  return fc
    .record({
      flow: fc.constantFrom<readonly string[]>(...FLOWS),
      start: moments,
      // 0 makes events of one millisecond, where the rank of the state decides.
      step: fc.constantFrom(0, 1, 1500.4),
      parties: fc.record(
        {
          direction: fc.constantFrom('inbound', 'outbound'),
          external_number: phoneNumbers,
          internal_number: phoneNumbers,
          target: targets,
          contact: contacts,
        },
        { noNullPrototype: true },
      ),
    })
    .map(({ flow, start, step, parties }) => {
      const at = (state: string) => {
        const index = flow.indexOf(state);
        return index === -1 ? Number.POSITIVE_INFINITY : start + index * step;
      };
      return flow.map((state, index) => {
        const now = start + index * step;
        const seen = (moment: number) => (moment <= now ? moment : null);
        return jsonText({
          ...parties,
          ...EXTRAS[state],
          call_id: callId,
          state,
          event_timestamp: now,
          date_started: start,
          date_rang: seen(at('ringing')),
          date_queued: seen(at('queued')),
          date_connected: seen(at('connected')),
          date_ended: seen(at('hangup')),
        });
      });
    });
}

/** What only the event of this state brings. */
const EXTRAS: Readonly<Record<string, object>> = {
  hangup: { talk_time: 61_000.5, hold_time: 0, mos_score: 4.41 },
  recording: {
    recording_details: [
      {
        id: '6095823680520192',
        url: 'https://dialpad.com/r/6095823680520192',
        duration: 60_000.25,
        recording_type: 'callrecording',
        start_time: Date.UTC(2026, 8, 1, 12),
      },
    ],
  },
  recap_summary: { recap_summary: 'Asked about an order.' },
  dispositions: { call_dispositions: ['sold'] },
  voicemail: { voicemail_link: 'https://dialpad.com/v/1' },
  voicemail_uploaded: { voicemail_recording_id: 6_271_048_613_232_640 },
  transcription: { transcription_text: 'Please call back.' },
  csat: { csat_score: '5' },
};
