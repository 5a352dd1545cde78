import type { Row } from '../testing/api-client.test.support.ts';
import type { Held } from './open-tenancy-stage.test.support.ts';

interface Recipe {
  /** The rows that its ids are of, or that it lists. */
  readonly rows: (held: Held) => readonly Row[];
  /** For each parameter of its path: the fields of such a row that it takes. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
}

const calls = ({ records }: Held): readonly Row[] => records.calls;
const messages = ({ records }: Held): readonly Row[] => records.messages;
const voicemails = ({ records }: Held): readonly Row[] => records.voicemails;

/** How to ask each operation of client apps for what an app has. */
export const RECIPES: Readonly<Record<string, Recipe>> = {
  listCalls: { rows: calls, ids: {} },
  listActiveCalls: { rows: ({ active }) => active, ids: {} },
  getCall: { rows: calls, ids: { id: ['id', 'dialpad_call_id'] } },
  listCallEvents: { rows: calls, ids: { id: ['id', 'dialpad_call_id'] } },
  listMessages: { rows: messages, ids: {} },
  getMessage: { rows: messages, ids: { id: ['id', 'dialpad_message_id'] } },
  listVoicemails: { rows: voicemails, ids: {} },
  getVoicemail: { rows: voicemails, ids: { id: ['id', 'dialpad_call_id'] } },
};

/** Of every list: none of these selects rows. */
export const PAGING: ReadonlySet<string> = new Set(['limit', 'cursor', 'offset', 'count']);

/** For each parameter of a list that selects or sorts: a value that fits this row. */
export const FILTERS: Readonly<Record<string, (row: Row) => unknown>> = {
  sort: (row) => ['started_at', 'sent_at', 'received_at'].find((field) => field in row),
  user_id: ({ user }) => fieldOf(user, 'id'),
  call_center_id: ({ target }) =>
    fieldOf(target, 'type') === 'callcenter' ? fieldOf(target, 'id') : null,
  status: ({ status }) => status,
  outcome: ({ outcome }) => outcome,
  direction: ({ direction }) => direction,
  from: ({ from_number: from }) => from,
  to: ({ to_number: to }) => to,
  number: ({ external_number: external, from_number: from }) => external ?? from,
  started_after: () => LONG_AGO,
  started_before: () => FAR_AHEAD,
  updated_since: () => LONG_AGO,
  has_recording: ({ recordings }) => String(Array.isArray(recordings) && recordings.length > 0),
  has_voicemail: ({ voicemail }) => String(voicemail !== null),
  sent_after: () => LONG_AGO,
  sent_before: () => FAR_AHEAD,
  received_after: () => LONG_AGO,
  received_before: () => FAR_AHEAD,
};

const LONG_AGO = '2001-01-01T00:00:00Z';
const FAR_AHEAD = '2098-01-01T00:00:00Z';

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : null;
