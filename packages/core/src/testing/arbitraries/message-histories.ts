import fc from 'fast-check';

import { idForms } from './dialpad-ids.ts';
import { jsonText } from './json-text.ts';
import { oddMoments } from './moments.ts';
import { mostly } from './odd-values.ts';
import { contacts, phoneNumbers, targets } from './parties.ts';

/** The payloads of one SMS or MMS, each status event with fields missing or odd. */
export function messageHistories(messageId: bigint): fc.Arbitrary<readonly string[]> {
  return fc.array(messagePayloads(messageId), { minLength: 1, maxLength: 4 });
}

/** Always with `message_status`, by which it is told from other kinds. */
export function messagePayloads(messageId: bigint): fc.Arbitrary<string> {
  return fc
    .record(
      {
        id: idForms(messageId),
        message_status: mostly(
          fc.constantFrom(
            'pending',
            'sent',
            'success',
            'delivered',
            'failed',
            'undelivered',
            'odd',
          ),
        ),
        message_delivery_result: mostly(fc.constantFrom('accepted', 'no_route', 'rejected_spam')),
        direction: mostly(fc.constantFrom('inbound', 'outbound')),
        created_date: oddMoments,
        event_timestamp: oddMoments,
        from_number: mostly(phoneNumbers),
        to_number: mostly(fc.oneof(phoneNumbers, fc.array(phoneNumbers, { maxLength: 3 }))),
        target: mostly(targets),
        contact: mostly(contacts),
        sender_id: mostly(fc.constantFrom(5849283746152448n, '5849283746152448')),
        is_internal: mostly(fc.boolean()),
        mms: mostly(fc.boolean()),
        mms_url: mostly(fc.constant('https://dialpad.com/mms/1')),
        text: mostly(fc.constantFrom('Hello', 'Zoë 🙂', 'a\nb')),
        text_content: mostly(fc.constantFrom('Hello', 'Other')),
      },
      { requiredKeys: ['id', 'message_status'], noNullPrototype: true },
    )
    .map(jsonText);
}
