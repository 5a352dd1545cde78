import type { RequestListener } from 'node:http';

import Router from '@koa/router';
import Koa from 'koa';

import { createBoundary } from './create-boundary.ts';
import { createCors } from './create-cors.ts';
import type { Exchange, ExchangeState } from './exchange.ts';
import type { HttpDeps } from './http-deps.ts';
import { createAdmit } from './limits/create-admit.ts';
import { assertDeclared } from './openapi/check-routes.ts';
import { createReadBytes } from './request/create-read-bytes.ts';
import { createReadJson } from './request/create-read-json.ts';
import { withinDeadline } from './request/within-deadline.ts';
import type { Route, RouteDeps } from './route.ts';
import { routes as allRoutes } from './routes/routes.ts';
import { serveRoute } from './serve-route.ts';
import { serveUnrouted } from './serve-unrouted.ts';

const MIB = 1024 * 1024;
/** Dialpad's events are 1 to 2 KB; voicemail texts and recaps make them larger. */
const ONE_WEBHOOK_BYTES = MIB;
const ALL_WEBHOOK_BYTES = 64 * MIB;
const WEBHOOKS_IN_FLIGHT = 2_000;

export interface HttpHandlerOptions {
  /** All of them when absent. */
  readonly routes?: readonly Route[];
}

/**
 * Everything that callers reach by HTTP, as a listener for a `node:http` server. Throws when a
 * route is not declared as the contract document needs it.
 */
export function createHttpHandler(
  deps: HttpDeps,
  { routes = allRoutes }: HttpHandlerOptions = {},
): RequestListener {
  assertDeclared(routes);
  const serve = {
    deps: withLimits(deps),
    admit: createAdmit(deps),
    readBytes: createReadBytes({
      oneBody: ONE_WEBHOOK_BYTES,
      allBodies: deps.webhookBytesInFlight ?? ALL_WEBHOOK_BYTES,
    }),
    readJson: createReadJson(),
  };
  const router = new Router<ExchangeState>({ sensitive: true });
  for (const route of routes) {
    const layer = router.register(route.path, [route.method], serveRoute(route, serve));
    // By itself it lets HEAD stand for each GET.
    if (route.isActing === true) layer.methods = [route.method];
  }
  const corsOrigins = deps.corsOrigins ?? [];
  const koa = new Koa<ExchangeState>();
  koa.use(createBoundary(deps));
  if (corsOrigins.length > 0) koa.use(createCors(corsOrigins, routes));
  koa.use(router.routes());
  koa.use(serveUnrouted);
  // Koa comes here when an answer cannot be written. Mostly its client went away, and then
  // there is nothing to say; without a listener Koa would print a stack.
  koa.on('error', (error: unknown, exchange: Exchange | undefined) => {
    if (exchange?.writable === true) deps.onFault(error, exchange.state.requestId);
  });
  return koa.callback();
}

function withLimits(deps: HttpDeps): RouteDeps {
  const receiveEvent = withinDeadline(deps.receiveEvent, {
    deadlineMs: deps.webhookDeadlineMs,
    inFlight: deps.webhooksInFlight ?? WEBHOOKS_IN_FLIGHT,
    onFault: (error) => deps.onFault(error, deps.newRequestId()),
  });
  return { ...deps, receiveEvent };
}
