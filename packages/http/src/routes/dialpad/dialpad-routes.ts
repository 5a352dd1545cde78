import type { Route } from '../../route.ts';
import { callbackRoute } from './callback.ts';
import { checkAppRoute } from './check-app.ts';
import { connectRoute } from './connect.ts';
import { createBackfillRoute } from './create-backfill.ts';
import { createConnectLinkRoute } from './create-connect-link.ts';
import { disconnectRoute } from './disconnect.ts';
import { followConnectLinkRoute } from './follow-connect-link.ts';
import { getBackfillRoute } from './get-backfill.ts';
import { getConnectionRoute } from './get-connection.ts';
import { getDriftRoute } from './get-drift.ts';
import { getLedgerRoute } from './get-ledger.ts';
import { listBackfillsRoute } from './list-backfills.ts';
import { listSubscriptionsRoute } from './list-subscriptions.ts';
import { repairHookRoute } from './repair-hook.ts';
import { subscribeRoutes } from './subscribe.ts';
import { unsubscribeRoute } from './unsubscribe.ts';

export const dialpadRoutes: readonly Route[] = [
  getDriftRoute,
  repairHookRoute,
  ...subscribeRoutes,
  listSubscriptionsRoute,
  unsubscribeRoute,

  createConnectLinkRoute,
  connectRoute,
  followConnectLinkRoute,
  callbackRoute,
  getConnectionRoute,
  checkAppRoute,
  disconnectRoute,

  createBackfillRoute,
  listBackfillsRoute,
  getBackfillRoute,
  getLedgerRoute,
];
