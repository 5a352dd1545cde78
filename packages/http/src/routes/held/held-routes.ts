import type { Route } from '../../route.ts';
import { getHeldRoute } from './get-held.ts';
import { DEAD_LETTERS, type HeldKind, QUARANTINE, UNROUTED } from './held-kind.ts';
import { listHeldRoute } from './list-held.ts';
import { purgeHeldRoute } from './purge-held.ts';
import { purgeOneHeldRoute } from './purge-one-held.ts';
import { releaseQuarantineRoute } from './release-quarantine.ts';
import { releaseQuarantinedDeliveryRoute } from './release-quarantined-delivery.ts';
import { releaseUnroutedRoute } from './release-unrouted.ts';
import { releaseUnroutedDeliveryRoute } from './release-unrouted-delivery.ts';
import { replayDeadLetterRoute } from './replay-dead-letter.ts';
import { replayDeadLettersRoute } from './replay-dead-letters.ts';

const commonRoutes = (kind: HeldKind): readonly Route[] => [
  listHeldRoute(kind),
  getHeldRoute(kind),
  purgeOneHeldRoute(kind),
  purgeHeldRoute(kind),
];

/** Everything about events and deliveries that wait for a person. */
export const heldRoutes: readonly Route[] = [
  ...commonRoutes(DEAD_LETTERS),
  replayDeadLetterRoute,
  replayDeadLettersRoute,
  ...commonRoutes(QUARANTINE),
  releaseQuarantinedDeliveryRoute,
  releaseQuarantineRoute,
  ...commonRoutes(UNROUTED),
  releaseUnroutedDeliveryRoute,
  releaseUnroutedRoute,
];
