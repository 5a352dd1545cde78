import { EVENT_KINDS } from '@dialpad-cti/core';

import { AppId, Id, Instant, oneOf } from '../../request/parameters.ts';
import type { HeldKind } from './held-kind.ts';

/** What the parameters of a list and the fields of a body narrow a selection by. */
export const heldFilters = ({ reasons }: HeldKind) => ({
  app_id: AppId.optional(),
  kind: oneOf(EVENT_KINDS).optional(),
  reason: oneOf(reasons).optional(),
  hook_id: Id.optional().describe('`default` for what came over the plain path.'),
  received_after: Instant.optional(),
  received_before: Instant.optional(),
});
