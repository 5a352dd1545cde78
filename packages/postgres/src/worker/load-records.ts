import type { CallFacts, LoadFacts, MessageFacts, RecordKey } from '@dialpad-cti/core';

import type { Statement } from '../connection/in-role.ts';

export interface Envelope {
  readonly id: string;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface LoadedCall extends Envelope {
  readonly app_id: string;
  readonly call_id: string;
  readonly facts: CallFacts;
  /** Null where no voicemail is known. */
  readonly voicemail_id: string | null;
  readonly voicemail_version: number;
  readonly voicemail_created_at: number;
  readonly voicemail_updated_at: number;
}

export interface LoadedMessage extends Envelope {
  readonly app_id: string;
  readonly message_id: string;
  readonly facts: MessageFacts;
}

/** What was known before, by the key of the record. */
export interface Known {
  readonly named: ReadonlySet<string>;
  readonly calls: ReadonlyMap<string, LoadedCall>;
  readonly messages: ReadonlyMap<string, LoadedMessage>;
}

export function placeOf(appId: string, dialpadId: string): string {
  return `${appId} ${dialpadId}`;
}

/** Calls with the envelope of their voicemail, then messages. */
export function loadStatements(keys: readonly RecordKey[]): readonly Statement[] {
  return [loadStatement('call', LOAD_CALLS, keys), loadStatement('message', LOAD_MESSAGES, keys)];
}

function loadStatement(
  kind: RecordKey['kind'],
  text: string,
  keys: readonly RecordKey[],
): Statement {
  const own = keys.filter((key) => key.kind === kind);
  return {
    name: `load-${kind}s`,
    text,
    values: [own.map(({ appId }) => appId), own.map(({ dialpadId }) => dialpadId)],
  };
}

export function knownOf(
  keys: readonly RecordKey[],
  calls: readonly LoadedCall[],
  messages: readonly LoadedMessage[],
): Known {
  return {
    named: new Set(keys.map((key) => `${key.kind} ${placeOf(key.appId, key.dialpadId)}`)),
    calls: new Map(calls.map((row) => [placeOf(row.app_id, row.call_id), row])),
    messages: new Map(messages.map((row) => [placeOf(row.app_id, row.message_id), row])),
  };
}

export function loaderOf(known: Known): LoadFacts {
  function load({ appId, kind, dialpadId }: RecordKey): CallFacts | MessageFacts | null {
    const place = placeOf(appId, dialpadId);
    if (!known.named.has(`${kind} ${place}`)) {
      throw new Error('the plan did not name a record that it loads');
    }
    const rows = kind === 'call' ? known.calls : known.messages;
    return rows.get(place)?.facts ?? null;
  }
  // One function for both kinds: its type cannot say that the facts are of the key's kind.
  return load as LoadFacts;
}

// OFFSET 0 keeps the subselects as they are: one look-up a key, whatever the planner thinks of it.
const LOAD_CALLS = `
  SELECT
    call.app_id, call.call_id, call.id, call.facts, call.version, call.created_at, call.updated_at,
    voicemail.id AS voicemail_id,
    voicemail.version AS voicemail_version,
    voicemail.created_at AS voicemail_created_at,
    voicemail.updated_at AS voicemail_updated_at
  FROM unnest($1::uuid[], $2::text[]) AS key (app_id, call_id)
  CROSS JOIN LATERAL (
    SELECT app_id, call_id, id, facts, version, created_at, updated_at, has_voicemail
    FROM calls
    WHERE calls.app_id = key.app_id AND calls.call_id = key.call_id
    OFFSET 0
  ) AS call
  LEFT JOIN LATERAL (
    SELECT id, version, created_at, updated_at
    FROM voicemails
    WHERE call.has_voicemail
      AND voicemails.app_id = key.app_id
      AND voicemails.call_id = key.call_id
    OFFSET 0
  ) AS voicemail ON true`;

const LOAD_MESSAGES = `
  SELECT
    message.app_id, message.message_id, message.id, message.facts,
    message.version, message.created_at, message.updated_at
  FROM unnest($1::uuid[], $2::text[]) AS key (app_id, message_id)
  CROSS JOIN LATERAL (
    SELECT app_id, message_id, id, facts, version, created_at, updated_at
    FROM messages
    WHERE messages.app_id = key.app_id AND messages.message_id = key.message_id
    OFFSET 0
  ) AS message`;
