import type { CallOutcome, CallStatus } from '../domain/call.ts';
import { CALL_FLAGS, type CallFacts } from '../domain/call-facts.ts';
import { CALL_STATES, type CallState } from '../domain/call-state.ts';
import { rankOfClock } from '../domain/clock.ts';
import { isGroup } from '../domain/party.ts';

/** Where a leg stands. Source of every rule here: design.md 3.1. */
export interface CallStanding {
  /** Sticky: once over, no later event makes the leg live again. */
  readonly isOver: boolean;
  readonly isAnswered: boolean;
  readonly state: CallState | null;
  readonly status: CallStatus;
  /** Null while live. */
  readonly outcome: CallOutcome | null;
}

const END_FLAGS =
  CALL_FLAGS.hangup |
  CALL_FLAGS.missed |
  CALL_FLAGS.blocked |
  CALL_FLAGS.voicemail |
  CALL_FLAGS.voicemailUploaded |
  CALL_FLAGS.endedByAfterCall;

export function callStanding(facts: CallFacts): CallStanding {
  const isOver = (facts.flags & END_FLAGS) !== 0;
  const isAnswered = isAnsweredBy(facts);
  const liveState = facts.liveClock === 0 ? null : stateOfClock(facts.liveClock);
  const state = strongestEnd(facts.flags) ?? liveState;
  if (!isOver) {
    return { isOver, isAnswered, state, status: liveStatus(facts, liveState), outcome: null };
  }
  const outcome = outcomeOf(facts, isAnswered);
  const status = outcome === 'answered' ? 'ended' : outcome;
  return { isOver, isAnswered, state, status, outcome };
}

/** `voicemail` as a state only means that the caller heard the greeting; these prove a message. */
export function hasVoicemail(facts: CallFacts): boolean {
  return (
    has(facts, 'voicemailUploaded') ||
    facts.values.voicemailRecordingId !== undefined ||
    facts.recordings.some(({ values }) => values.type === 'voicemail')
  );
}

export function has(facts: CallFacts, flag: keyof typeof CALL_FLAGS): boolean {
  return (facts.flags & CALL_FLAGS[flag]) !== 0;
}

function isAnsweredBy({ connectedAt, talkMs, values }: CallFacts): boolean {
  if (connectedAt === null) return false;
  return !isGroup(values.target) || values.operatorCallId !== undefined || talkMs !== null;
}

function strongestEnd(flags: number): CallState | null {
  const ends = ['hangup', 'blocked', 'missed', 'voicemail'] as const;
  return ends.find((state) => (flags & CALL_FLAGS[state]) !== 0) ?? null;
}

function stateOfClock(clock: number): CallState | null {
  return CALL_STATES[rankOfClock(clock)] ?? null;
}

function liveStatus(facts: CallFacts, state: CallState | null): CallStatus {
  const { connectedAt, queuedAt, values } = facts;
  if (state === 'queued') return 'queued';
  if (state === 'hold' || state === 'parked') return 'held';
  if (state === 'calling' || state === 'ringing' || state === 'preanswer') return 'ringing';
  const isConnected = state !== null || connectedAt !== null;
  const hasPerson = !isGroup(values.target) || values.operatorCallId !== undefined;
  if (isConnected && hasPerson) return 'active';
  return queuedAt === null ? 'ringing' : 'queued';
}

function outcomeOf(facts: CallFacts, isAnswered: boolean): CallOutcome {
  if (hasVoicemail(facts)) return 'voicemail';
  if (isAnswered) return 'answered';
  if (has(facts, 'blocked')) return 'blocked';
  if (facts.values.direction === 'outbound') return 'no_answer';
  if (has(facts, 'isTransferred')) return 'transferred';
  if (has(facts, 'missed') || has(facts, 'voicemail')) return 'missed';
  if (isGroup(facts.values.target) && facts.queuedAt !== null) return 'abandoned';
  return facts.rangAt === null ? 'abandoned' : 'missed';
}
