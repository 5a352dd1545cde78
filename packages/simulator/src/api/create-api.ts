import type { RequestListener } from 'node:http';

import Router from '@koa/router';
import Koa from 'koa';

import type { ApiFault, SeenRequest } from '../simulator.ts';
import type { ApiDeps } from './api-deps.ts';
import { createApiKeys } from './api-keys.ts';
import { createLimits } from './create-limits.ts';
import { createServe } from './create-serve.ts';
import type { ExchangeState } from './exchange.ts';
import { createFaults } from './faults/create-faults.ts';
import { guard } from './guard.ts';
import { createCodes } from './oauth/create-codes.ts';
import { createGrants } from './oauth/create-grants.ts';
import type { OAuthClient } from './oauth/oauth-client.ts';
import { oauthRoutes } from './oauth/oauth-routes.ts';
import type { OpenRoute } from './route.ts';
import { guardedRoutes } from './routes/guarded-routes.ts';
import { simulatorRoutes } from './routes/simulator-routes.ts';
import { createRequestLog } from './seen/create-request-log.ts';
import { serveRoute } from './serve-route.ts';

export interface Api {
  /** For a `node:http` server. */
  readonly callback: RequestListener;
  /** The last 10,000 to what is Dialpad's, secrets left out. Status 0: it got no answer. */
  readonly requests: () => readonly SeenRequest[];
  readonly misbehave: (fault: ApiFault) => void;
  /** Of an administrator, with every scope. */
  readonly apiKey: string;
  /** Valid, and without `calls:list` and `recordings_export`. */
  readonly limitedApiKey: string;
  readonly oauthClient: OAuthClient;
}

/** Dialpad's API and OAuth over the world that is handed in. Keys are made at once, in a fixed order. */
export function createApi(deps: ApiDeps): Api {
  const { world, clock, newToken, options = {} } = deps;
  const { hasLimits = true, tokenLifetimeS = 3_600, redirectUris = null } = options;
  const keys = createApiKeys(world.company, newToken);
  const oauthClient = { clientId: newToken(), clientSecret: newToken() };
  const grants = createGrants({ clock, newToken, tokenLifetimeS });
  const codes = createCodes(clock, newToken);
  const faults = createFaults();
  const log = createRequestLog();
  const guards = {
    callerOf: (token: string) => keys.callerOf(token) ?? grants.callerOf(token),
    limits: createLimits(clock, hasLimits),
  };
  const routes = [
    ...guardedRoutes(deps).map((route) => guard(route, guards)),
    ...oauthRoutes({ company: world.company, client: oauthClient, codes, grants, redirectUris }),
    ...simulatorRoutes(deps, log.requests),
  ];
  return {
    callback: listenerOf(routes, createServe({ clock, faults, log })),
    requests: log.requests,
    misbehave: faults.add,
    apiKey: keys.apiKey,
    limitedApiKey: keys.limitedApiKey,
    oauthClient,
  };
}

function listenerOf(
  routes: readonly OpenRoute[],
  serve: Koa.Middleware<ExchangeState>,
): RequestListener {
  const router = new Router<ExchangeState>({ sensitive: true });
  for (const route of routes) {
    router.register(route.path, [route.method], serveRoute(route));
  }
  const koa = new Koa<ExchangeState>();
  koa.use(serve);
  koa.use(router.routes());
  // Koa comes here when an answer cannot be written, since its client went away; without a listener
  // it would print a stack.
  koa.on('error', () => {});
  return koa.callback();
}
