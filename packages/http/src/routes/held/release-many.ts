import type { Act, EventDesk, ReleasableState, ReleaseEvents } from '@dialpad-cti/core';
import type { z } from 'zod';

import { foreseenView, handledView } from '../../answer/handled-view.ts';
import { success } from '../../answer/success.ts';
import { known } from '../../request/known.ts';
import type { bulkBody } from './bulk-body.ts';
import { selectionOf } from './selection-of.ts';
import { sliceOf } from './slice-of.ts';

interface ReleaseMany {
  readonly state: ReleasableState;
  readonly body: z.output<ReturnType<typeof bulkBody>>;
  readonly appId?: string;
  readonly act: Act;
}

export function releaseMany(
  deps: { readonly eventDesk: EventDesk; readonly releaseEvents: ReleaseEvents },
  { state, body, appId, act }: ReleaseMany,
) {
  const selection = selectionOf(state, body);
  if (body.dry_run) {
    return deps.eventDesk
      .countHeld(selection)
      .map((count) => success(200, { ...foreseenView('released', count), refused: [] }));
  }
  return deps
    .releaseEvents({ selection, slice: sliceOf(body), ...known({ appId }) }, act)
    .map((released) =>
      success(200, {
        ...handledView('released', released),
        refused: released.refused.map(({ id, reason }) => ({ id, reason })),
      }),
    );
}
