import type { CallView } from '../domain/call.ts';
import type { CallFacts } from '../domain/call-facts.ts';
import type { CallStanding } from './call-standing.ts';

type Amounts = Pick<
  CallView,
  'duration_ms' | 'talk_time_ms' | 'hold_time_ms' | 'wait_time_ms' | 'queue_time_ms'
>;

/** Whole milliseconds, never negative: clocks and snapshots can disagree. Source: design.md 3.1. */
export function callAmounts(facts: CallFacts, standing: CallStanding): Amounts {
  const { connectedAt, queuedAt, startedAt } = facts;
  const { isAnswered, isOver } = standing;
  const endedAt = isOver ? facts.endedAt : null;
  const until = isAnswered ? connectedAt : endedAt;
  const duration = isAnswered && isOver ? between(connectedAt, endedAt) : 0;
  const hold = facts.holdMs ?? 0;
  const isMenuAnswer =
    isAnswered && queuedAt !== null && connectedAt !== null && connectedAt < queuedAt;
  return {
    duration_ms: duration,
    talk_time_ms: isOver ? (facts.talkMs ?? less(duration, isAnswered ? hold : 0)) : 0,
    hold_time_ms: hold,
    wait_time_ms: between(startedAt, until),
    queue_time_ms: isMenuAnswer ? null : between(queuedAt, until),
  };
}

function between(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : Math.max(0, to - from);
}

function less(duration: number | null, hold: number): number | null {
  return duration === null ? null : Math.max(0, duration - hold);
}
