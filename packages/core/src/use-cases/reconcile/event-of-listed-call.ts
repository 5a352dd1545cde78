import type { CallFacts, CallValues } from '../../domain/call-facts.ts';
import { callStateOf, isAfterCall, isLive } from '../../domain/call-state.ts';
import type { DialpadCall } from '../../domain/dialpad.ts';
import type { NewEvent } from '../../domain/event.ts';
import { isObject, type Payload, parsePayload } from '../../wire/parse-payload.ts';
import { timeOf, wordOf } from '../../wire/read.ts';
import { mapEvent } from '../map-event.ts';

export interface ListedCall extends Pick<NewEvent, 'appId' | 'hookId'> {
  readonly call: DialpadCall;
  /** What we know of it already; null: nothing. */
  readonly known: CallFacts | null;
}

export interface ListedCallEvent {
  readonly event: NewEvent;
  /** What it says. */
  readonly facts: CallFacts;
}

/**
 * A concluded call, as Dialpad's API tells it, in the form of the event by which its webhook would have
 * said so. The same answer gives the same text. Null when it is not a call that can be read, or goes on
 * by all that it says: an end would be for good.
 */
export function eventOfListedCall({
  appId,
  hookId,
  call,
  known,
}: ListedCall): ListedCallEvent | null {
  const listed = parsePayload(call.json);
  if (listed.isErr() || goesOn(listed.value)) return null;
  const payload = JSON.stringify(sorted(asEvent(listed.value, call.callId, known)));
  const mapped = mapEvent(payload);
  if (mapped.isErr() || mapped.value.kind !== 'call') return null;
  const { call: facts, kind, type, dialpadEventId, subjectId, occurredAt } = mapped.value;
  return {
    event: { appId, hookId, kind, type, dialpadEventId, subjectId, occurredAt, payload },
    facts,
  };
}

function asEvent(listed: Payload, callId: string, known: CallFacts | null): Payload {
  const { event_timestamp: _whenAsked, ...told } = listed;
  const endedAt = timeOf(told['date_ended']);
  const entries = Object.entries(told).filter(([name]) => !isKnownBetter(name, known));
  return {
    ...Object.fromEntries(entries),
    call_id: callId,
    state: endedState(told['state'], endedAt),
    // The end is before every event that tells of it, so that their values go on to count.
    ...(endedAt === null ? {} : { event_timestamp: endedAt }),
  };
}

function goesOn(listed: Payload): boolean {
  return (
    timeOf(listed['date_ended']) === null && isLive(callStateOf(wordOf(listed['state']) ?? ''))
  );
}

/** The call is concluded; a word that is no proof of an end would leave the call live. */
function endedState(value: unknown, endedAt: number | null): string {
  const word = wordOf(value) ?? '';
  const isProof = END_STATES.has(word) || isAfterCall(callStateOf(word));
  return isProof && endedAt !== null ? word : 'hangup';
}

const END_STATES: ReadonlySet<string> = new Set(['hangup', 'missed', 'blocked', 'voicemail']);

/** Events tell more of a party (its office); the list's must not take the place of theirs. */
function isKnownBetter(name: string, known: CallFacts | null): boolean {
  const field = PARTIES.get(name);
  return field !== undefined && known?.values[field] !== undefined;
}

const PARTIES: ReadonlyMap<string, keyof CallValues> = new Map([
  ['target', 'target'],
  ['contact', 'contact'],
  ['entry_point_target', 'entryPointTarget'],
  ['proxy_target', 'proxyTarget'],
]);

/** Members by name, at every depth: it was parsed, so it is not deep. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}
