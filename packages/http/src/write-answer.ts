import type { Exchange } from './exchange.ts';
import type { HttpFault } from './http-fault.ts';
import { problemOf } from './problem.ts';

export interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  readonly body: unknown;
}

export function writeAnswer(exchange: Exchange, outcome: Answered | HttpFault): void {
  if (outcome.kind === 'answered') {
    write(exchange, outcome.status, { type: 'application/json', body: outcome.body });
    return;
  }
  const { problem, headers } = problemOf(outcome, exchange.state.requestId);
  exchange.state.code = problem.code;
  exchange.set({ ...headers });
  write(exchange, problem.status, { type: 'application/problem+json', body: problem });
}

function write(
  exchange: Exchange,
  status: number,
  content: { readonly type: string; readonly body: unknown },
): void {
  exchange.status = status;
  exchange.set('Content-Type', content.type);
  exchange.body = JSON.stringify(content.body);
}
