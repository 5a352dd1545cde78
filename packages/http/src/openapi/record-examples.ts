import {
  type Call,
  type CallFacts,
  callRecord,
  type DialpadEvent,
  foldCall,
  foldMessage,
  type Message,
  mapEvent,
  messageRecord,
  type Voicemail,
  voicemailRecord,
  voicemailView,
} from '@dialpad-cti/core';
import { flows } from '@dialpad-cti/core/fixtures';

/** What operations answer, by their name: the records that the fold makes of Dialpad's example events. */
export function recordExamples(): ReadonlyMap<string, unknown> {
  const answered = callOf(1, eventsOf('01-inbound-answered-recorded-recap'));
  const abandoned = callOf(2, eventsOf('10-callcenter-abandoned-in-queue'));
  const live = callOf(3, eventsOf('01-inbound-answered-recorded-recap').slice(0, 2));
  const received = messageOf(4, eventsOf('20-sms-inbound-to-user'));
  const failed = messageOf(5, eventsOf('22-sms-outbound-failed'));
  const voicemail = voicemailOf(6, eventsOf('03-inbound-voicemail-with-transcription'));
  return new Map<string, unknown>([
    ['getCall', { success: true, data: answered }],
    ['listCalls', pageOf([answered, abandoned])],
    ['listActiveCalls', { ...pageOf([live]), stream: { epoch: recordId(9), position: 412 } }],
    ['getMessage', { success: true, data: received }],
    ['listMessages', pageOf([failed, received])],
    ['getVoicemail', { success: true, data: voicemail }],
    ['listVoicemails', pageOf([voicemail])],
  ]);
}

type Events = readonly DialpadEvent[];

function eventsOf(name: string): Events {
  const { events } = known(flows.find((flow) => flow.name === name));
  return events.flatMap((payload) => mapEvent(JSON.stringify(payload)).unwrapOr([]));
}

function callOf(nth: number, events: Events): Call {
  // A time before all others: none of these calls has been silent for long.
  return callRecord({ ...envelopeOf(nth, events), facts: callFactsOf(events), now: 0 });
}

function voicemailOf(nth: number, events: Events): Voicemail {
  const view = known(voicemailView(callFactsOf(events)));
  return voicemailRecord({ ...envelopeOf(nth, events), callId: recordId(nth + 1), view });
}

function messageOf(nth: number, events: Events): Message {
  const [first, ...more] = events.flatMap((event) =>
    event.kind === 'message' ? [event.message] : [],
  );
  return messageRecord({ ...envelopeOf(nth, events), facts: foldMessage([known(first), ...more]) });
}

/** Of a flow's first leg. */
function callFactsOf(events: Events): CallFacts {
  const [first, ...more] = events.flatMap((event) => (event.kind === 'call' ? [event.call] : []));
  const leg = known(first);
  return foldCall([leg, ...more.filter(({ callId }) => callId === leg.callId)]);
}

function envelopeOf(nth: number, events: Events) {
  const times = events.map(({ occurredAt }) => occurredAt ?? 0);
  const [createdAt, updatedAt] = [Math.min(...times), Math.max(...times)];
  return { id: recordId(nth), createdAt, updatedAt, version: events.length };
}

const recordId = (nth: number): string => `019903a1-6c00-7000-8000-00000000000${nth}`;

function known<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('an example is not in the flows');
  return value;
}

const pageOf = (data: readonly unknown[]) => ({
  success: true,
  data,
  pagination: { limit: 50, has_more: false, next_cursor: null },
});
