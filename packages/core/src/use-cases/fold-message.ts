import type { MessageFacts, MessageProgress } from '../domain/message-facts.ts';
import { joinRegisters } from '../domain/registers.ts';
import { earliest } from './fold-call.ts';

/** As `joinCalls`, for a message: commutative, associative, idempotent. */
export function joinMessages(left: MessageFacts, right: MessageFacts): MessageFacts {
  return {
    ...joinRegisters(left, right),
    messageId: left.messageId,
    progress: further(left.progress, right.progress),
    isInternal: left.isInternal || right.isInternal,
    toNumbers: [...new Set([...left.toNumbers, ...right.toNumbers])].sort(),
    sentAt: earliest(left.sentAt, right.sentAt),
  };
}

/** The facts of a message from its events, of which there is at least one. */
export function foldMessage(events: readonly [MessageFacts, ...MessageFacts[]]): MessageFacts {
  return events.reduce(joinMessages);
}

function further(left: MessageProgress, right: MessageProgress): MessageProgress {
  const steps = [
    left.rank - right.rank,
    left.time - right.time,
    compareTexts(left.status, right.status),
    compareTexts(left.deliveryResult ?? '', right.deliveryResult ?? ''),
  ];
  return (steps.find((step) => step !== 0) ?? 0) < 0 ? right : left;
}

function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left > right ? 1 : -1;
}
