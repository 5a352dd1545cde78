import type { RouterContext } from '@koa/router';

import type { Answer } from './answer.ts';
import type { RequestBody } from './route.ts';

export interface ExchangeState {
  readonly body: RequestBody;
  /** Null until a route has answered. */
  answer: Answer | null;
}

/** One request and its answer, as Koa gives them. */
export type Exchange = RouterContext<ExchangeState>;
