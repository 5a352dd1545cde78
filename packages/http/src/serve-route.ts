import { err, ok, type Result, safeTry } from 'neverthrow';

import { createPerform, type Performed } from './create-perform.ts';
import { createReport } from './create-report.ts';
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
    // Stays when a bug rejects what follows.
    let outcome: Result<Performed, HttpFault> = err({ kind: 'unexpected' });
    try {
      outcome = await outcomeOf(exchange);
    } finally {
      report.outcome(exchange, outcome);
    }
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
