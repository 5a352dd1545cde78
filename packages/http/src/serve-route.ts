import { err, ok, okAsync, type ResultAsync, safeTry } from 'neverthrow';

import { pickDeclared } from './answer/pick-declared.ts';
import type { Exchange } from './exchange.ts';
import type { HttpFault } from './http-fault.ts';
import type { Authenticate } from './request/create-authenticate.ts';
import type { ReadBytes } from './request/create-read-bytes.ts';
import type { ReadJson } from './request/create-read-json.ts';
import { parseQuery } from './request/parse-query.ts';
import { validate } from './request/validate.ts';
import type { Route, RouteDeps } from './route.ts';
import { writeAnswer } from './write-answer.ts';

export interface ServeDeps {
  readonly deps: RouteDeps;
  readonly authenticate: Authenticate;
  readonly readBytes: ReadBytes;
  readonly readJson: ReadJson;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Who calls comes first, then what is asked, and the body only when all else is right. */
export function serveRoute(route: Route, serve: ServeDeps): (exchange: Exchange) => Promise<void> {
  const picks = new Map(
    Object.entries(route.answers).map(([status, schema]) => [status, pickDeclared(schema)]),
  );
  return async (exchange) => {
    exchange.state.route = route.path;
    const outcome = await answerOf(route, serve, exchange);
    if (outcome.isErr()) {
      writeAnswer(exchange, outcome.error);
      return;
    }
    const { status, body } = outcome.value;
    const pick = picks.get(String(status));
    if (pick === undefined) throw new Error(`${route.path} does not declare the answer ${status}`);
    writeAnswer(exchange, { kind: 'answered', status, body: pick(body) });
  };
}

function answerOf(
  route: Route,
  serve: ServeDeps,
  exchange: Exchange,
): ReturnType<Route['handler']> {
  const declared = new Set(Object.keys(route.query.shape));
  return safeTry<Answer, HttpFault>(async function* () {
    const principal = yield* serve.authenticate(route.auth, exchange.req);
    Object.assign(exchange.state, { appId: principal?.appId, keyId: principal?.keyId });
    const params = route.params.safeParse(exchange.params);
    if (!params.success) return err<never, HttpFault>({ kind: 'record-not-found' });
    const target = route.ignoresQuery === true ? '' : (exchange.req.url ?? '');
    const given = yield* parseQuery(target, declared);
    const query = yield* validate('query', route.query, given);
    const body = yield* bodyOf(route, serve, exchange);
    // What `auth` and `body` promise the handler is true by now, beyond what types can follow.
    const request = { path: route.path, principal, params: params.data, query, body } as Parameters<
      Route['handler']
    >[1];
    return ok(yield* route.handler(serve.deps, request));
  });
}

function bodyOf(
  { body }: Route,
  { readBytes, readJson }: ServeDeps,
  exchange: Exchange,
): ResultAsync<unknown, HttpFault> {
  switch (body.kind) {
    case 'none':
      return okAsync(undefined);
    case 'bytes':
      return readBytes(exchange);
    case 'json':
      return readJson(exchange).andThen((given) => validate('body', body.schema, given));
  }
}
