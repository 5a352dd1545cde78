import type { Call } from '../../domain/call.ts';
import type { Message } from '../../domain/message.ts';
import type { Voicemail } from '../../domain/voicemail.ts';
import type { CallQuery, MessageQuery, VoicemailQuery } from '../../ports/record-reader.ts';

/** Some values to filter by, and what a filter by one of them lets through. */
export interface Filter<Row, Query> {
  readonly queries: (rows: readonly Row[]) => readonly Query[];
  readonly passes: (row: Row, query: Query) => boolean;
}

/** Every filter of a list, each as the plainest test of one record. */
export const callFilters: readonly Filter<Call, Partial<CallQuery>>[] = [
  by('userId', ({ user }) => [user?.id]),
  by('callCenterId', ({ call_center }) => [call_center?.id]),
  by('direction', ({ direction }) => [direction]),
  by('from', ({ from_number }) => [from_number]),
  by('to', ({ to_number }) => [to_number]),
  by('number', ({ external_number, internal_number }) => [external_number, internal_number]),
  by('hasRecording', ({ recordings }) => [recordings.length > 0]),
  by('hasVoicemail', ({ voicemail }) => [voicemail !== null]),
  byOneOf('status', ({ status }) => status),
  byOneOf('outcome', ({ outcome }) => outcome),
  byTime(
    'startedAfter',
    ({ started_at }) => started_at,
    (time, bound) => time > bound,
  ),
  byTime(
    'startedBefore',
    ({ started_at }) => started_at,
    (time, bound) => time < bound,
  ),
  byTime(
    'updatedSince',
    ({ updated_at }) => updated_at,
    (time, bound) => time >= bound,
  ),
];

export const messageFilters: readonly Filter<Message, Partial<MessageQuery>>[] = [
  by('direction', ({ direction }) => [direction]),
  by('from', ({ from_number }) => [from_number]),
  by('to', ({ to_numbers }) => to_numbers),
  by('number', ({ from_number, to_numbers }) => [from_number, ...to_numbers]),
  by('userId', ({ user }) => [user?.id]),
  byOneOf('status', ({ status }) => status),
  byTime(
    'sentAfter',
    ({ sent_at }) => sent_at,
    (time, bound) => time > bound,
  ),
  byTime(
    'sentBefore',
    ({ sent_at }) => sent_at,
    (time, bound) => time < bound,
  ),
];

export const voicemailFilters: readonly Filter<Voicemail, Partial<VoicemailQuery>>[] = [
  by('userId', ({ user }) => [user?.id]),
  by('number', ({ from_number, to_number }) => [from_number, to_number]),
  byTime(
    'receivedAfter',
    ({ received_at }) => received_at,
    (time, bound) => time > bound,
  ),
  byTime(
    'receivedBefore',
    ({ received_at }) => received_at,
    (time, bound) => time < bound,
  ),
];

function by<Row, Value, Name extends string>(
  name: Name,
  values: (row: Row) => readonly (Value | null | undefined)[],
): Filter<Row, { readonly [Key in Name]?: Value }> {
  return {
    queries: (rows) => distinct(rows.flatMap(values)).map((value) => only(name, value)),
    passes: (row, query) => {
      const wanted = query[name];
      return wanted === undefined || values(row).includes(wanted);
    },
  };
}

function byOneOf<Row, Value, Name extends string>(
  name: Name,
  value: (row: Row) => Value | null,
): Filter<Row, { readonly [Key in Name]?: readonly Value[] }> {
  return {
    queries: (rows) => {
      const values = distinct(rows.map(value));
      return [...values.map((one) => [one]), values.slice(0, 2)]
        .filter((wanted) => wanted.length > 0)
        .map((wanted) => only(name, wanted));
    },
    passes: (row, query) => {
      const [wanted, own] = [query[name], value(row)];
      return wanted === undefined || (own !== null && wanted.includes(own));
    },
  };
}

function byTime<Row, Name extends string>(
  name: Name,
  timestamp: (row: Row) => string | null,
  passes: (time: number, bound: number) => boolean,
): Filter<Row, { readonly [Key in Name]?: number }> {
  return {
    queries: (rows) => distinct(rows.map(timestamp)).map((value) => only(name, Date.parse(value))),
    passes: (row, query) => {
      const [bound, own] = [query[name], timestamp(row)];
      return bound === undefined || (own !== null && passes(Date.parse(own), bound));
    },
  };
}

/** A computed key widens to an index signature; the result has exactly this one. */
function only<Name extends string, Value>(name: Name, value: Value) {
  return { [name]: value } as { readonly [Key in Name]?: Value };
}

function distinct<Value>(values: readonly (Value | null | undefined)[]): readonly Value[] {
  return [...new Set(values.filter((value) => value !== null && value !== undefined))];
}
