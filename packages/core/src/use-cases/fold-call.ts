import type { CallFacts, RecordingFacts } from '../domain/call-facts.ts';
import { joinRegisters } from '../domain/registers.ts';
import { unionOfRecordings } from '../domain/union-of-recordings.ts';

/**
 * What is known of a leg by two sets of its events together. Commutative,
 * associative and idempotent, so neither order nor repetition nor batching of
 * events can be seen in the result. Source: design.md 3.1.
 */
export function joinCalls(left: CallFacts, right: CallFacts): CallFacts {
  return {
    ...joinRegisters(left, right),
    callId: left.callId,
    flags: left.flags | right.flags,
    liveClock: Math.max(left.liveClock, right.liveClock),
    startedAt: earliest(left.startedAt, right.startedAt),
    rangAt: earliest(left.rangAt, right.rangAt),
    queuedAt: earliest(left.queuedAt, right.queuedAt),
    connectedAt: earliest(left.connectedAt, right.connectedAt),
    endedAt: greatest(left.endedAt, right.endedAt),
    talkMs: greatest(left.talkMs, right.talkMs),
    holdMs: greatest(left.holdMs, right.holdMs),
    recordings: joinRecordings(left.recordings, right.recordings),
  };
}

/** The facts of a leg from its events, of which there is at least one. */
export function foldCall(events: readonly [CallFacts, ...CallFacts[]]): CallFacts {
  return events.reduce(joinCalls);
}

export function earliest(left: number | null, right: number | null): number | null {
  if (left === null || right === null) return left ?? right;
  return Math.min(left, right);
}

function greatest(left: number | null, right: number | null): number | null {
  if (left === null || right === null) return left ?? right;
  return Math.max(left, right);
}

function joinRecordings(
  left: readonly RecordingFacts[],
  right: readonly RecordingFacts[],
): readonly RecordingFacts[] {
  if (left.length === 0 || right.length === 0) return left.length === 0 ? right : left;
  return unionOfRecordings([...left, ...right]);
}
