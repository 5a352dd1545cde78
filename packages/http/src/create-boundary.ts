import type { IncomingMessage } from 'node:http';

import type { Middleware } from 'koa';

import type { Exchange, ExchangeState } from './exchange.ts';
import type { HttpDeps } from './http-deps.ts';
import { clientAddress } from './request/client-address.ts';
import { originForm } from './request/origin-form.ts';
import { requestIdOf } from './request/request-id-of.ts';
import { isStrictTransport, securityHeaders } from './security-headers.ts';
import { writeAnswer } from './write-answer.ts';

const MOST_HEADERS = 100;

/** The outermost layer: headers of every answer, the log, and the last catch. */
export function createBoundary(deps: HttpDeps): Middleware<ExchangeState> {
  const headers = securityHeaders(isStrictTransport(deps));
  return async (ctx, next) => {
    // The router adds its own members before any route sees the context.
    const exchange = ctx as unknown as Exchange;
    const startedAt = performance.now();
    const requestId = requestIdOf(ctx.req, deps.newRequestId);
    const address = clientAddress(ctx.req, deps.trustedProxyHops ?? 0);
    ctx.state = { requestId, address, route: null };
    ctx.set({ ...headers, 'X-Request-Id': requestId });
    ctx.res.once('close', () => deps.onRequest(logOf(exchange, performance.now() - startedAt)));
    try {
      await serveTarget(exchange, next);
    } catch (error) {
      deps.onFault(error, requestId);
      writeAnswer(exchange, { kind: 'unexpected' });
    }
  };
}

async function serveTarget(exchange: Exchange, next: () => Promise<unknown>): Promise<void> {
  // Names and values stand in one list.
  if (exchange.req.rawHeaders.length > 2 * MOST_HEADERS) {
    writeAnswer(exchange, { kind: 'headers-too-large' });
    return;
  }
  if (!namesOneHost(exchange.req)) {
    // For which host its sender means what follows, nobody can tell either.
    exchange.set('Connection', 'close');
    writeAnswer(exchange, { kind: 'request-malformed' });
    return;
  }
  const target = originForm(exchange.req.url ?? '');
  if (target === null) {
    writeAnswer(exchange, { kind: 'route-not-found' });
    return;
  }
  exchange.req.url = target;
  await next();
}

/** Node would answer this itself, without a problem, and overlook a second host. */
function namesOneHost({ httpVersion, headersDistinct }: IncomingMessage): boolean {
  const hosts = headersDistinct['host'] ?? [];
  return hosts.length === 1 || (hosts.length === 0 && httpVersion === '1.0');
}

function logOf({ state, req, res }: Exchange, durationMs: number) {
  const { requestId, route, appId, keyId, code } = state;
  return {
    requestId,
    method: req.method ?? '',
    route,
    status: res.statusCode,
    durationMs,
    isAborted: !res.writableFinished,
    ...(appId === undefined ? {} : { appId }),
    ...(keyId === undefined ? {} : { keyId }),
    ...(code === undefined ? {} : { code }),
  };
}
