import koaCors from '@koa/cors';
import type { Middleware } from 'koa';

import type { ExchangeState } from './exchange.ts';
import type { Route } from './route.ts';

/** Lets the pages of these origins read `/api`, and nobody's pages anything else. */
export function createCors(
  origins: readonly string[],
  routes: readonly Route[],
): Middleware<ExchangeState> {
  const methods = routes.filter(({ path }) => isApi(path)).map(({ method }) => method);
  const cors = koaCors({
    // An origin is compared as it is: browsers write it in one way.
    origin: (ctx) => origins.find((origin) => origin === ctx.get('Origin')) ?? '',
    allowMethods: [...new Set(['HEAD', ...methods])],
    allowHeaders: ['x-app-api-key', 'content-type'],
    exposeHeaders: ['RateLimit', 'RateLimit-Policy', 'Retry-After', 'X-Request-Id'],
  });
  return (ctx, next) => (isApi(ctx.path) ? cors(ctx, next) : next());
}

const isApi = (path: string): boolean => path.startsWith('/api/');
