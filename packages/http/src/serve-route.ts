import { err, ok, type Result, safeTry } from 'neverthrow';

import { createPerform, type Performed } from './create-perform.ts';
import { createReport } from './create-report.ts';
import { createTakeCookieBack } from './create-take-cookie-back.ts';
import { deadlineOf } from './deadline-of.ts';
import type { Exchange } from './exchange.ts';
import type { HttpFault } from './http-fault.ts';
import type { Admit } from './limits/create-admit.ts';
import {
  type BodyReaders,
  createReadRequest,
  type HandlerRequest,
} from './request/create-read-request.ts';
import type { Route, RouteDeps } from './route.ts';
import { writeAnswer } from './write-answer.ts';

export interface ServeDeps extends BodyReaders {
  readonly deps: RouteDeps;
  readonly admit: Admit;
}

/** Who calls comes first, then what is asked, and only then the work. */
export function serveRoute(route: Route, serve: ServeDeps): (exchange: Exchange) => Promise<void> {
  const readRequest = createReadRequest(route, serve);
  const perform = createPerform(route, serve.deps);
  const report = createReport(route, serve.deps);
  const takeCookieBack = createTakeCookieBack(route, serve.deps);

  const outcomeOf = (exchange: Exchange) =>
    safeTry<Performed, HttpFault>(async function* () {
      const caller = yield* serve.admit(route.auth, exchange);
      const { request, once } = yield* readRequest(exchange, caller);
      const onDone = (): void => {
        if (isAct(route, request)) report.act(exchange);
      };
      const { requestId } = exchange.state;
      return ok(yield* perform({ requestId, request, once, onDone }));
    });

  return async (exchange) => {
    exchange.state.route = route.path;
    exchange.state.showsPages = route.isForPeople === true;
    // While Dialpad is asked, nothing moves here for longer than elsewhere.
    if (route.asksDialpad === true) exchange.req.setTimeout(deadlineOf(route, serve.deps) + 5_000);
    // Stays when a bug rejects what follows.
    let outcome: Result<Performed, HttpFault> = err({ kind: 'unexpected' });
    try {
      outcome = await outcomeOf(exchange);
    } finally {
      report.outcome(exchange, outcome);
    }
    takeCookieBack(exchange, outcome);
    writeAnswer(exchange, outcome.isOk() ? outcome.value.rendered : outcome.error);
  };
}

/** An operator who only reads or counts does nothing, unless it is a payload that is read. */
function isAct({ auth, method }: Route, { query, body }: HandlerRequest): boolean {
  if (auth !== 'operator') return false;
  return method === 'GET' ? query['payload'] === true : !isDryRun(body);
}

const isDryRun = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'dry_run' in body && body.dry_run === true;
