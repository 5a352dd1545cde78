import type { Handled } from '@dialpad-cti/core';
import { err, ok } from 'neverthrow';

import { type Deed, handledView } from '../../answer/handled-view.ts';
import { success } from '../../answer/success.ts';

/** For a deed to one id: nothing is left after it, and if it found nothing, nothing is there. */
export const handledOne =
  (deed: Deed) =>
  ({ count }: Handled) =>
    count === 0
      ? err({ kind: 'record-not-found' as const })
      : ok(success(200, handledView(deed, { count, next: null })));
