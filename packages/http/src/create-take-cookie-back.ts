import type { Result } from 'neverthrow';

import { setCookie } from './answer/set-cookie.ts';
import type { Exchange } from './exchange.ts';
import type { HttpFault } from './http-fault.ts';
import { PROBLEM_ROWS } from './problem-rows.ts';
import type { Route, RouteDeps } from './route.ts';
import { isStrictTransport } from './security-headers.ts';

type TakeCookieBack = (exchange: Exchange, outcome: Result<unknown, HttpFault>) => void;

/** What a route's cookie was for is over, unless the browser is told to come again with it. */
export function createTakeCookieBack({ cookie: place }: Route, deps: RouteDeps): TakeCookieBack {
  if (place === undefined) return () => {};
  const isSecure = isStrictTransport(deps);
  const header = setCookie({ place, value: '', seconds: 0, isSecure });
  return (exchange, outcome) => {
    const isOver = outcome.isOk() || !COME_AGAIN.has(PROBLEM_ROWS[outcome.error.kind].status);
    if (isOver) exchange.set('Set-Cookie', header);
  };
}

const COME_AGAIN: ReadonlySet<number> = new Set([429, 503]);
