import { z } from 'zod';

import { Contact, Target, User } from './party.ts';
import { DialpadId, Direction, RecordId, Timestamp } from './scalars.ts';

export const MessageStatus = z.enum(['pending', 'sent', 'delivered', 'failed', 'undelivered']);
export type MessageStatus = z.infer<typeof MessageStatus>;

export const Media = z.object({ url: z.string() });
export type Media = z.infer<typeof Media>;

/** What the events of one SMS or MMS come to: see `messageView`. */
export const MessageView = z.object({
  dialpad_message_id: DialpadId,
  direction: Direction.nullable(),
  from_number: z.string().nullable(),
  to_numbers: z.array(z.string()),
  to_number: z.string().nullable().describe('The first of `to_numbers`.'),
  text: z
    .string()
    .nullable()
    .describe('Null where the key that made the subscription lacked the content scope.'),
  media: z.array(Media),
  status: MessageStatus,
  delivery_result: z
    .string()
    .nullable()
    .describe("Dialpad's word, e.g. `accepted`, `invalid_destination`; an open list."),
  is_internal: z.boolean(),
  target: Target.nullable(),
  user: User.nullable(),
  contact: Contact.nullable(),
  sender_user_id: DialpadId.nullable().describe('Who wrote it, when `target` is a group.'),
  sent_at: Timestamp.nullable(),
});
export type MessageView = z.infer<typeof MessageView>;

/** An SMS or MMS, as client apps see it. */
export const Message = MessageView.extend({
  id: RecordId,
  created_at: Timestamp,
  updated_at: Timestamp,
  version: z.int().min(1),
});
export type Message = z.infer<typeof Message>;
