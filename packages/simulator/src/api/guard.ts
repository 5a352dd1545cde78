import type { Answer } from './answer.ts';
import type { Caller } from './caller.ts';
import type { Limits } from './create-limits.ts';
import { refuse } from './refuse.ts';
import type { ApiRequest, GuardedRoute, OpenRoute } from './route.ts';

export interface Guards {
  readonly callerOf: (token: string) => Caller | null;
  readonly limits: Limits;
}

/** Lets in whoever has a token that is good for it, as often as the limits allow. */
export function guard(route: GuardedRoute, { callerOf, limits }: Guards): OpenRoute {
  const answer = (request: ApiRequest): Answer => {
    const token = tokenOf(request);
    if (token === null) return refuse(401, 'This API call requires a bearer token.');
    const caller = callerOf(token);
    if (caller === null) return refuse(401, 'The token is invalid, expired or revoked.');
    if (!limits(`${route.method} ${route.path}`, route.perMinute)) {
      return refuse(429, 'Rate limit exceeded.');
    }
    if (route.isForAdmins === true && !caller.isAdmin) {
      return refuse(403, 'This API call requires a company admin API key.');
    }
    if (route.scope !== undefined && !caller.scopes.has(route.scope)) {
      return refuse(403, `This API call requires the scope ${route.scope}.`);
    }
    return route.answer(request, caller);
  };
  return { method: route.method, path: route.path, answer };
}

/** Dialpad takes a key in the query as well. */
export function tokenOf({ headers, query }: ApiRequest): string | null {
  const token = /^bearer +(\S+) *$/i.exec(headers['authorization'] ?? '')?.[1];
  return token ?? query['apikey'] ?? null;
}
