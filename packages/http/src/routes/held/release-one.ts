import type { Act, ReleasableState, ReleaseEvents } from '@dialpad-cti/core';
import { err, ok } from 'neverthrow';

import { handledView } from '../../answer/handled-view.ts';
import { success } from '../../answer/success.ts';
import { known } from '../../request/known.ts';

interface ReleaseOne {
  readonly id: string;
  readonly state: ReleasableState;
  readonly appId?: string;
  readonly act: Act;
}

/** A refusal is the whole outcome here, so it is told as a problem and not in a list. */
export const releaseOne = (
  { releaseEvents }: { readonly releaseEvents: ReleaseEvents },
  { id, state, appId, act }: ReleaseOne,
) =>
  releaseEvents(
    { selection: { state, ids: [id] }, slice: { limit: 1 }, ...known({ appId }) },
    act,
  ).andThen(({ count, refused: [refusal] }) => {
    if (refusal !== undefined) {
      return err({ kind: 'release-refused' as const, reason: refusal.reason });
    }
    return count === 0
      ? err({ kind: 'record-not-found' as const })
      : ok(success(200, { ...handledView('released', { count, next: null }), refused: [] }));
  });
