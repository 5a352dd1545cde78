import type { Answer } from './answer.ts';
import type { Caller } from './caller.ts';

/** A request whose body is read. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** The first value of each name. */
  readonly query: Readonly<Record<string, string>>;
  /** By name in small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: RequestBody;
}

export type RequestBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'too-large' };

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One that anybody may ask for. */
export interface OpenRoute {
  readonly method: Method;
  readonly path: string;
  readonly answer: (request: ApiRequest) => Answer;
}

/** One that wants a token. */
export interface GuardedRoute {
  readonly method: Method;
  readonly path: string;
  /** Of the company; null where only the limit over everything holds. */
  readonly perMinute: number | null;
  readonly isForAdmins?: boolean;
  /** The token must bear it. */
  readonly scope?: string;
  readonly answer: (request: ApiRequest, caller: Caller) => Answer;
}
