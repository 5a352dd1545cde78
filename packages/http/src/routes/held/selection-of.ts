import type { EventKind, HeldReason, HeldState } from '@dialpad-cti/core';

import { known } from '../../request/known.ts';

export interface HeldCriteria {
  readonly ids?: readonly string[] | undefined;
  readonly app_id?: string | undefined;
  readonly kind?: EventKind | undefined;
  readonly reason?: HeldReason | undefined;
  readonly hook_id?: string | undefined;
  readonly received_after?: number | undefined;
  readonly received_before?: number | undefined;
}

export const selectionOf = <State extends HeldState>(state: State, criteria: HeldCriteria) => ({
  state,
  ...known({
    ids: criteria.ids,
    appId: criteria.app_id,
    kind: criteria.kind,
    reason: criteria.reason,
    hookId: criteria.hook_id,
    receivedAfter: criteria.received_after,
    receivedBefore: criteria.received_before,
  }),
});
