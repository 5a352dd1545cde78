import fc from 'fast-check';

import { callHistories } from './call-histories.ts';
import { dialpadIds } from './dialpad-ids.ts';
import { messageHistories } from './message-histories.ts';
import { otherPayloads } from './other-payloads.ts';

/** A payload on its way to one of several apps. */
export interface Sent {
  /** The app's index. */
  readonly app: number;
  readonly payload: string;
}

/**
 * Events of several calls and messages of several apps, mixed. The apps share
 * Dialpad ids, and a call may have the id of a message: neither may meet.
 */
export function eventStreams(apps: number): fc.Arbitrary<readonly Sent[]> {
  return fc
    .uniqueArray(dialpadIds, { minLength: 1, maxLength: 3 })
    .chain((ids) => fc.array(historiesOf(apps, ids), { minLength: 1, maxLength: 5 }))
    .chain((histories) => {
      const sent = histories.flat();
      return fc.shuffledSubarray(sent, { minLength: sent.length });
    });
}

function historiesOf(apps: number, ids: readonly bigint[]): fc.Arbitrary<readonly Sent[]> {
  return fc
    .tuple(fc.nat(apps - 1), fc.constantFrom(...ids))
    .chain(([app, id]) =>
      fc
        .oneof(
          { weight: 4, arbitrary: callHistories(id) },
          { weight: 2, arbitrary: messageHistories(id) },
          { weight: 1, arbitrary: fc.tuple(otherPayloads) },
        )
        .map((payloads) => payloads.map((payload) => ({ app, payload }))),
    );
}
