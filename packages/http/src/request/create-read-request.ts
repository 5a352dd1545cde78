import { err, ok, okAsync, type Result, type ResultAsync, safeTry } from 'neverthrow';

import type { Exchange } from '../exchange.ts';
import type { HttpFault } from '../http-fault.ts';
import type { Caller } from '../limits/create-admit.ts';
import type { Route } from '../route.ts';
import { cookieOf } from './cookie-of.ts';
import type { ReadBytes } from './create-read-bytes.ts';
import type { ReadJson } from './create-read-json.ts';
import { idempotencyKeyOf } from './idempotency-key-of.ts';
import { parseQuery } from './parse-query.ts';
import { requestDigest } from './request-digest.ts';
import { validate } from './validate.ts';

export interface ReadRequest {
  readonly request: HandlerRequest;
  /** Null: each time that it is sent counts. */
  readonly once: { readonly key: string; readonly digest: Uint8Array } | null;
}

export type HandlerRequest = Parameters<Route['handler']>[1];

export interface BodyReaders {
  readonly readBytes: ReadBytes;
  readonly readJson: ReadJson;
}

/** Holds what is asked to what the route declares; the body comes last, when all else is right. */
export function createReadRequest(
  route: Route,
  readers: BodyReaders,
): (exchange: Exchange, caller: Caller) => ResultAsync<ReadRequest, HttpFault> {
  const { method, path } = route;
  const declared = new Set(Object.keys(route.query.shape));
  const isStrict = route.ignoresQuery !== true;
  const isRepeatable = route.auth === 'operator' && method === 'POST';
  return (exchange, caller) =>
    safeTry<ReadRequest, HttpFault>(async function* () {
      const params = yield* paramsOf(route, exchange);
      const query = yield* parseQuery(exchange.req.url ?? '', { declared, isStrict });
      const asked = yield* validate('query', route.query, query);
      const key = yield* isRepeatable ? idempotencyKeyOf(exchange.req) : ok(null);
      const body = yield* bodyOf(route, readers, exchange);
      const cookie = route.cookie === undefined ? null : cookieOf(exchange.req, route.cookie.name);
      const digest = () => requestDigest({ method, path, params, query, body: body.given });
      // What `auth` and `body` promise the handler is true by now, beyond what types can follow.
      const given = { params, query: asked, body: body.read, cookie };
      const request = { path, ...caller, ...given } as HandlerRequest;
      return ok({ request, once: key === null ? null : { key, digest: digest() } });
    });
}

function paramsOf(route: Route, { params }: Exchange): Result<HandlerRequest['params'], HttpFault> {
  const parsed = route.params.safeParse(params);
  return parsed.success ? ok(parsed.data) : err({ kind: 'record-not-found' });
}

/** As it came, and as the route declares it. */
interface GivenBody {
  readonly given: unknown;
  readonly read: unknown;
}

function bodyOf(
  { body }: Route,
  { readBytes, readJson }: BodyReaders,
  exchange: Exchange,
): ResultAsync<GivenBody, HttpFault> {
  switch (body.kind) {
    case 'none':
      return okAsync({ given: null, read: undefined });
    case 'bytes':
      return readBytes(exchange).map((read) => ({ given: null, read }));
    case 'json':
      return readJson(exchange).andThen((given) =>
        validate('body', body.schema, given).map((read) => ({ given, read })),
      );
  }
}
