import type { Middleware } from 'koa';

import type { SimulatorClock } from '../simulator-clock.ts';
import type { Answer } from './answer.ts';
import type { Exchange, ExchangeState } from './exchange.ts';
import { actOut, isCarriedOut, statusOf } from './faults/act-out.ts';
import type { Faults } from './faults/create-faults.ts';
import { readBody } from './read-body.ts';
import { refuse } from './refuse.ts';
import type { RequestLog } from './seen/create-request-log.ts';
import { seenRequest } from './seen/seen-request.ts';
import { writeAnswer } from './write-answer.ts';

export interface ServeDeps {
  readonly clock: SimulatorClock;
  readonly faults: Faults;
  readonly log: RequestLog;
}

/** Neither faults nor the log know of what is not Dialpad's. */
const OWN = '/simulator/';

/** Around all routes. A request is in the log before its answer is on the way. */
export function createServe({ clock, faults, log }: ServeDeps): Middleware<ExchangeState> {
  return async (ctx, next) => {
    // The router adds its own members before any route sees the context.
    const exchange = ctx as unknown as Exchange;
    const body = await readBody(ctx.req).catch(() => null);
    if (body === null) {
      // Whoever asked has left in the midst of it.
      exchange.respond = false;
      return;
    }
    ctx.state = { body, answer: null };
    ctx.set('Date', new Date(clock.now()).toUTCString());
    if (ctx.path.startsWith(OWN)) return writeAnswer(exchange, await answerOf(exchange, next));

    const at = clock.now();
    const fault = faults.take(ctx.method, ctx.path);
    const isDone = fault === null || isCarriedOut(fault);
    const answer = isDone ? await answerOf(exchange, next) : refuse(500, 'Not carried out.');
    const status = fault === null ? answer.status : statusOf(fault, answer);
    const { method, url: target } = ctx;
    const authorization = ctx.req.headers.authorization;
    log.add(seenRequest({ at, method, target, authorization, body, status }));
    return fault === null
      ? writeAnswer(exchange, answer)
      : actOut(fault, { exchange, answer, clock });
  };
}

async function answerOf(exchange: Exchange, next: () => Promise<unknown>): Promise<Answer> {
  try {
    await next();
  } catch (error) {
    return refuse(500, `The stand-in itself failed: ${String(error)}`);
  }
  return exchange.state.answer ?? refuse(404, `${exchange.method} ${exchange.path} is not known.`);
}
