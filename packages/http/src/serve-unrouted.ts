import type { Middleware } from 'koa';

import type { Exchange, ExchangeState } from './exchange.ts';
import { writeAnswer } from './write-answer.ts';

/** A path that no route has, or that has routes, but not for this method. */
export const serveUnrouted: Middleware<ExchangeState> = (ctx) => {
  // This runs behind the router, which has put its members into the context.
  const exchange = ctx as unknown as Exchange;
  const methods = new Set((exchange.matched ?? []).flatMap((layer) => layer.methods));
  const allowed = [...methods, ...(methods.size === 0 ? [] : ['OPTIONS'])];
  if (allowed.length > 0 && exchange.method === 'OPTIONS') {
    exchange.status = 204;
    exchange.set('Allow', allowed.join(', '));
    return;
  }
  writeAnswer(
    exchange,
    allowed.length === 0 ? { kind: 'route-not-found' } : { kind: 'method-not-allowed', allowed },
  );
};
