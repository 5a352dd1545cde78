import { isSame } from '../domain/is-same.ts';
import type { MessageFacts } from '../domain/message-facts.ts';
import type { MessageUpdateType } from '../domain/update.ts';
import { messageView } from './message-view.ts';

/** What clients are told when a message's facts change; nothing when nothing visible did. */
export function updatesOfMessage(
  before: MessageFacts | null,
  after: MessageFacts,
): readonly MessageUpdateType[] {
  const view = messageView(after);
  if (before === null) {
    return [view.direction === 'outbound' ? 'message.sent' : 'message.received'];
  }
  return isSame(messageView(before), view) ? [] : ['message.updated'];
}
