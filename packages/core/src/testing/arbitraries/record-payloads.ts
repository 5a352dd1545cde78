import fc from 'fast-check';

import { callHistories } from './call-histories.ts';
import { dialpadIds } from './dialpad-ids.ts';
import { messageHistories } from './message-histories.ts';

/** The payloads of some calls and messages of one app, one record after the other. */
export const recordPayloads: fc.Arbitrary<readonly string[]> = fc
  .uniqueArray(dialpadIds, { minLength: 4, maxLength: 9 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id, index) => (index % 3 === 0 ? messageHistories(id) : callHistories(id))),
    ),
  )
  .map((histories) => histories.flat());
