import type { RouterContext } from '@koa/router';

/** What is learned of a request on its way. */
export interface ExchangeState {
  readonly requestId: string;
  /** Where the request comes from: for limits and security events, never for the log. */
  readonly address: string;
  route: string | null;
  appId?: string | undefined;
  keyId?: string | undefined;
  code?: string;
  /** A browser that is shown problems as a page. */
  showsPages?: boolean;
}

/** One request and its answer, as Koa gives them. */
export type Exchange = RouterContext<ExchangeState>;
