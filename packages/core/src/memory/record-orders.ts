import type { Call } from '../domain/call.ts';
import type { Message } from '../domain/message.ts';
import type { Voicemail } from '../domain/voicemail.ts';
import type { CallQuery, MessageQuery, VoicemailQuery } from '../ports/record-reader.ts';
import type { ListOrder } from './paginate.ts';

export function callOrder(sort: CallQuery['sort']): ListOrder<Call> {
  return orderOf(sort, CALL_VALUES);
}

export function messageOrder(sort: MessageQuery['sort']): ListOrder<Message> {
  return orderOf(sort, { sent_at: (message: Message) => timeOf(message.sent_at) });
}

export function voicemailOrder(sort: VoicemailQuery['sort']): ListOrder<Voicemail> {
  return orderOf(sort, { received_at: (voicemail: Voicemail) => timeOf(voicemail.received_at) });
}

const CALL_VALUES = {
  started_at: (call: Call) => timeOf(call.started_at),
  duration: (call: Call) => call.duration_ms,
  quality: (call: Call) => call.quality,
};

function orderOf<Field extends string, Row extends { readonly id: string }>(
  sort: Field | `-${Field}`,
  values: Readonly<Record<Field, (row: Row) => number | null>>,
): ListOrder<Row> {
  const isDescending = sort.startsWith('-');
  // Cutting the sign off leaves a field; TypeScript cannot follow `slice`.
  const field = (isDescending ? sort.slice(1) : sort) as Field;
  return { value: values[field], id: ({ id }) => id, isDescending };
}

function timeOf(timestamp: string | null): number | null {
  return timestamp === null ? null : Date.parse(timestamp);
}
