import type { MessageView } from '../domain/message.ts';
import type { MessageFacts } from '../domain/message-facts.ts';
import { messageStatusOf } from '../domain/message-status.ts';
import { userOf } from '../domain/party.ts';
import { timestampOf } from '../domain/scalars.ts';

/** The record that the facts of a message come to. */
export function messageView(facts: MessageFacts): MessageView {
  const { progress, toNumbers, values } = facts;
  return {
    dialpad_message_id: facts.messageId,
    direction: values.direction ?? null,
    from_number: values.fromNumber ?? null,
    to_numbers: [...toNumbers],
    to_number: toNumbers[0] ?? null,
    text: values.text ?? null,
    media: [...(values.media ?? [])],
    status: messageStatusOf(progress.rank),
    delivery_result: progress.deliveryResult,
    is_internal: facts.isInternal,
    target: values.target ?? null,
    user: userOf(values.target),
    contact: values.contact ?? null,
    sender_user_id: values.senderUserId ?? null,
    sent_at: timestampOf(facts.sentAt),
  };
}
