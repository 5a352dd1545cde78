import type { Message } from '../domain/message.ts';
import type { MessageQuery } from '../ports/record-reader.ts';
import { isWithin } from './is-within.ts';

export function matchesMessage(message: Message, query: MessageQuery): boolean {
  const { from, to, number, userId, direction, status } = query;
  return (
    (direction === undefined || message.direction === direction) &&
    (from === undefined || message.from_number === from) &&
    (to === undefined || message.to_numbers.includes(to)) &&
    (number === undefined || [message.from_number, ...message.to_numbers].includes(number)) &&
    (userId === undefined || message.user?.id === userId) &&
    (status === undefined || status.includes(message.status)) &&
    isWithin(message.sent_at, query.sentAfter, query.sentBefore)
  );
}
