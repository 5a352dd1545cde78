import type { Message } from '../domain/message.ts';
import type { MessageFacts } from '../domain/message-facts.ts';
import type { RecordEnvelope } from '../domain/record-envelope.ts';
import { timestampOf } from '../domain/scalars.ts';
import { messageView } from './message-view.ts';

/** A stored message as clients see it. */
export function messageRecord(stored: RecordEnvelope & { readonly facts: MessageFacts }): Message {
  return {
    id: stored.id,
    ...messageView(stored.facts),
    created_at: timestampOf(stored.createdAt),
    updated_at: timestampOf(stored.updatedAt),
    version: stored.version,
  };
}
