import type { RouterContext } from '@koa/router';

/** What is learned of a request on its way, for the log. */
export interface ExchangeState {
  readonly requestId: string;
  route: string | null;
  appId?: string | undefined;
  keyId?: string | undefined;
  code?: string;
}

/** One request and its answer, as Koa gives them. */
export type Exchange = RouterContext<ExchangeState>;
