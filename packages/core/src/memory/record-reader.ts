import type { Call } from '../domain/call.ts';
import type { Message } from '../domain/message.ts';
import { timestampOf } from '../domain/scalars.ts';
import type { Voicemail } from '../domain/voicemail.ts';
import type { CallEvent, RecordReader } from '../ports/record-reader.ts';
import { callRecord } from '../use-cases/call-record.ts';
import { messageRecord } from '../use-cases/message-record.ts';
import { voicemailRecord } from '../use-cases/voicemail-record.ts';
import { attempt } from './attempt.ts';
import { matchesCall } from './matches-call.ts';
import { matchesMessage } from './matches-message.ts';
import { matchesVoicemail } from './matches-voicemail.ts';
import { type ListOrder, paginate } from './paginate.ts';
import { callOrder, messageOrder, voicemailOrder } from './record-orders.ts';
import type { EventRow, MemorySources, MemoryState } from './state.ts';
import { streamOf } from './stream-of.ts';

export function createMemoryRecordReader(state: MemoryState, sources: MemorySources): RecordReader {
  const calls = (appId: string) => callsOf(state, sources, appId);
  const findCall = (appId: string, id: string) =>
    calls(appId).find((call) => call.id === id || call.dialpad_call_id === id) ?? null;

  return {
    calls: (appId, query) =>
      attempt(() => {
        const rows = calls(appId).filter((call) => matchesCall(call, query));
        return paginate(rows, callOrder(query.sort), query);
      }),

    activeCalls: (appId, page) =>
      attempt(() => {
        const live = calls(appId).filter((call) => call.outcome === null && !call.is_stale);
        const { epoch, updates } = streamOf(state, sources, appId);
        const stream = { epoch, position: updates.length };
        return { ...paginate(live, callOrder('-started_at'), page), stream };
      }),

    call: (appId, id) => attempt(() => findCall(appId, id)),

    callEvents: (appId, id, page) =>
      attempt(() => {
        const call = findCall(appId, id);
        if (call === null) return null;
        const rows = [...state.events.values()].filter(
          (event) =>
            event.appId === appId &&
            event.kind === 'call' &&
            event.subjectId === call.dialpad_call_id,
        );
        const { rows: shown, ...rest } = paginate(rows, BY_DIALPADS_CLOCK, page);
        return { ...rest, rows: shown.map(callEvent) };
      }),

    messages: (appId, query) =>
      attempt(() => {
        const rows = messagesOf(state, appId).filter((message) => matchesMessage(message, query));
        return paginate(rows, messageOrder(query.sort), query);
      }),

    message: (appId, id) =>
      attempt(
        () =>
          messagesOf(state, appId).find(
            (message) => message.id === id || message.dialpad_message_id === id,
          ) ?? null,
      ),

    voicemails: (appId, query) =>
      attempt(() => {
        const rows = voicemailsOf(state, appId).filter((row) => matchesVoicemail(row, query));
        return paginate(rows, voicemailOrder(query.sort), query);
      }),

    voicemail: (appId, id) =>
      attempt(
        () =>
          voicemailsOf(state, appId).find(
            (voicemail) => voicemail.id === id || voicemail.dialpad_call_id === id,
          ) ?? null,
      ),
  };
}

const BY_DIALPADS_CLOCK: ListOrder<EventRow> = {
  value: ({ occurredAt }) => occurredAt,
  id: ({ id }) => id,
  isDescending: false,
};

function callsOf(state: MemoryState, sources: MemorySources, appId: string): readonly Call[] {
  const now = sources.now();
  const rows = state.streams.get(appId)?.calls.values() ?? [];
  return [...rows].map((row) => callRecord({ ...row, now }));
}

function messagesOf(state: MemoryState, appId: string): readonly Message[] {
  return [...(state.streams.get(appId)?.messages.values() ?? [])].map(messageRecord);
}

function voicemailsOf(state: MemoryState, appId: string): readonly Voicemail[] {
  const stream = state.streams.get(appId);
  return [...(stream?.voicemails ?? [])].flatMap(([dialpadId, row]) => {
    const call = stream?.calls.get(dialpadId);
    return call === undefined ? [] : voicemailRecord({ ...row, callId: call.id });
  });
}

function callEvent(event: EventRow): CallEvent {
  return {
    id: event.id,
    kind: event.kind,
    type: event.type,
    occurredAt: timestampOf(event.occurredAt),
    receivedAt: timestampOf(event.receivedAt),
    deliveries: event.deliveries,
  };
}
