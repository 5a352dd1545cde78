import type { HttpFault } from '../http-fault.ts';
import type { Auth, Route, RouteBody } from '../route.ts';

type Kinds = readonly HttpFault['kind'][];

/** What a caller of this route may be told instead of an answer. */
export function problemKindsOf(route: Route): Kinds {
  const isAct = route.auth === 'operator' && route.method === 'POST';
  return [
    'request-malformed',
    ...(takesAnyQuery(route) ? [] : (['request-invalid'] as const)),
    ...BY_BODY[route.body.kind],
    ...BY_AUTH[route.auth],
    ...(Object.keys(route.params.shape).length === 0 ? [] : (['record-not-found'] as const)),
    ...(isAct ? (['idempotency-key-reused'] as const) : []),
    ...(route.problems ?? []),
    'unexpected',
  ];
}

const takesAnyQuery = ({ ignoresQuery, query }: Route): boolean =>
  ignoresQuery === true && Object.keys(query.shape).length === 0;

const BY_BODY: Readonly<Record<RouteBody['kind'], Kinds>> = {
  none: [],
  bytes: [
    'body-incomplete',
    'body-too-large',
    'hook-not-found',
    'signature-refused',
    'store-unavailable',
  ],
  json: [
    'body-malformed',
    'body-incomplete',
    'body-too-large',
    'media-type-unsupported',
    'content-coding-unsupported',
  ],
};

const BY_AUTH: Readonly<Record<Auth, Kinds>> = {
  none: [],
  app: ['key-refused', 'quota-exceeded', 'store-unavailable'],
  operator: ['operator-refused', 'quota-exceeded', 'store-unavailable'],
  visitor: ['operator-refused', 'quota-exceeded', 'store-unavailable'],
};
