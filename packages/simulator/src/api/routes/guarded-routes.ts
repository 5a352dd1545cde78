import type { ApiDeps } from '../api-deps.ts';
import type { GuardedRoute } from '../route.ts';
import { callRoutes } from './call-routes.ts';
import { companyRoutes } from './company-routes.ts';
import { mediaRoutes } from './media-routes.ts';
import { subscriptionRoutes } from './subscription-routes.ts';
import { userRoutes } from './user-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** All of Dialpad's API that the stand-in knows. */
export const guardedRoutes = (deps: ApiDeps): readonly GuardedRoute[] => [
  ...webhookRoutes(deps),
  ...subscriptionRoutes('call', deps),
  ...subscriptionRoutes('sms', deps),
  ...subscriptionRoutes('agent_status', deps),
  ...subscriptionRoutes('contact', deps),
  ...subscriptionRoutes('changelog', deps),
  ...userRoutes(deps),
  ...companyRoutes(deps),
  ...callRoutes(deps),
  ...mediaRoutes(deps),
];
