import type { ServerResponse } from 'node:http';

import type { ApiFault } from '../../simulator.ts';
import type { SimulatorClock } from '../../simulator-clock.ts';
import type { Answer } from '../answer.ts';
import type { Exchange } from '../exchange.ts';
import { writeAnswer } from '../write-answer.ts';
import { hugeBody } from './huge-body.ts';
import { trickle } from './trickle.ts';

type FaultAnswer = ApiFault['answer'];

/** Whether the request is carried out before the fault shows. */
export function isCarriedOut(fault: FaultAnswer): boolean {
  if (fault.kind === 'reset') return fault.afterWork === true;
  return fault.kind === 'slow' || fault.kind === 'trickle';
}

/** What the log says; 0: no answer at all. */
export function statusOf(fault: FaultAnswer, answer: Answer): number {
  switch (fault.kind) {
    case 'status':
      return fault.status;
    case 'reset':
      return 0;
    case 'slow':
    case 'trickle':
      return answer.status;
    case 'huge':
    case 'html':
      return 200;
    case 'redirect':
      return 302;
  }
}

/** `answer` is what it would have been. */
export async function actOut(
  fault: FaultAnswer,
  { exchange, answer, clock }: { exchange: Exchange; answer: Answer; clock: SimulatorClock },
): Promise<void> {
  switch (fault.kind) {
    case 'status':
      return writeAnswer(exchange, {
        status: fault.status,
        headers: fault.headers ?? {},
        body: fault.body ?? null,
      });
    case 'reset':
      exchange.respond = false;
      exchange.req.socket.resetAndDestroy();
      return;
    case 'slow':
      await waited(fault.ms, clock, exchange.res);
      return writeAnswer(exchange, answer);
    case 'trickle':
      return writeAnswer(exchange, answer, (bytes) => trickle(bytes, clock));
    case 'huge':
      exchange.type = 'application/json';
      exchange.body = hugeBody(fault.bytes);
      return;
    case 'html':
      return writeAnswer(exchange, {
        status: 200,
        headers: { 'Content-Type': 'text/html; charset=utf-8' },
        body: '<!doctype html><title>Dialpad</title><h1>We will be right back</h1>',
      });
    case 'redirect':
      return writeAnswer(exchange, {
        status: 302,
        headers: { Location: fault.location },
        body: null,
      });
  }
}

/** Not longer than there is somebody to answer. */
function waited(ms: number, clock: SimulatorClock, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const giveUp = clock.after(ms, () => {
      response.off('close', leave);
      resolve();
    });
    function leave(): void {
      giveUp();
      resolve();
    }
    response.once('close', leave);
  });
}
