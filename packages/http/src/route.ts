import type { Act, Principal, ReceiveEvent } from '@dialpad-cti/core';
import type { ResultAsync } from 'neverthrow';
import type { z } from 'zod';

import type { HttpDeps } from './http-deps.ts';
import type { HttpFault } from './http-fault.ts';
import type { CookiePlace } from './request/cookie-place.ts';
import type { Overloaded } from './request/within-deadline.ts';

/**
 * Client apps prove themselves by key, operators by secret, Dialpad by the body's signature. A visitor
 * is whoever comes with a browser, or an operator when an Authorization header says so.
 */
export type Auth = 'app' | 'operator' | 'visitor' | 'none';

/** `bytes` is read as it comes, whatever its content type says. */
export type RouteBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'bytes' }
  | { readonly kind: 'json'; readonly schema: z.ZodObject };

export type RouteAnswers = Readonly<Record<number, z.ZodType | TextAnswer>>;

/** An answer that is not JSON: its body is sent as it is. */
export interface TextAnswer {
  readonly kind: 'text';
  /** As in the Content-Type header; the first one unless the handler names another of them. */
  readonly mediaTypes: readonly [string, ...string[]];
  /** In the place of the one that every answer has, which allows nothing. */
  readonly contentSecurityPolicy?: string;
  /** What the handler gives along with the body. */
  readonly headers?: readonly AnswerHeader[];
}

type AnswerHeader = 'Location' | 'Set-Cookie';

/** What the body of a `TextAnswer` is. */
export interface TextBody {
  readonly mediaType: string;
  readonly content: string | Uint8Array;
  readonly headers?: Readonly<Partial<Record<AnswerHeader, string>>>;
}

export const TAGS = [
  'webhooks',
  'apps',
  'keys',
  'hooks',
  'dialpad',
  'events',
  'calls',
  'messages',
  'voicemails',
  'server',
] as const;
export type Tag = (typeof TAGS)[number];

/**
 * A route as plain data: how it is found, who may call it, what it takes and
 * gives. Validation, the allow-list of answers and the documentation all come
 * from here, so nothing undeclared gets in or out.
 */
export interface Route extends RouteShape {
  // Methods, not properties: their parameters compare both ways, so that routes of
  // different shapes fit into one list without a cast.
  handler(
    deps: RouteDeps,
    request: RouteRequest,
  ): ResultAsync<{ readonly status: number; readonly body: unknown }, HttpFault>;
  /**
   * Whether this request of a route that asks Dialpad does not: then its work and its answer are kept
   * together, as those of other routes are. None does when absent.
   */
  staysHere?(deps: RouteDeps, request: RouteRequest): ResultAsync<boolean, HttpFault>;
}

interface RouteShape<
  A extends Auth = Auth,
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends RouteBody = RouteBody,
  Answers extends RouteAnswers = RouteAnswers,
> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** In the contract document, unique: a verb and its object in camel case, such as `listCalls`. */
  readonly operation: string;
  readonly tag: Tag;
  readonly auth: A;
  /** One sentence. */
  readonly summary: string;
  /** A path that does not fit names nothing: 404. */
  readonly params: Params;
  readonly query: Query;
  /** Parameters that are not declared are let pass: who sends them is not ours to teach. */
  readonly ignoresQuery?: boolean;
  readonly body: Body;
  readonly answers: Answers;
  /**
   * Dialpad is asked on the way: it may take longer, commits step by step, and can be called again
   * after it was cut off.
   */
  readonly asksDialpad?: boolean;
  /** The cookie that it reads, and that its answers take back unless they say to come again. */
  readonly cookie?: CookiePlace;
  /** A GET that changes something, since a browser is sent here: HEAD does not stand for it. */
  readonly isActing?: boolean;
  /** Browsers are shown its problems as a page. */
  readonly isForPeople?: boolean;
  /** What its callers may be told beyond what follows from its auth, parameters and body. */
  readonly problems?: readonly HttpFault['kind'][];
}

/** A route whose handler is held to the schemas beside it. */
interface TypedRoute<
  A extends Auth,
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends RouteBody,
  Answers extends RouteAnswers,
> extends RouteShape<A, Params, Query, Body, Answers> {
  handler(
    deps: RouteDeps,
    request: RouteRequest<A, Params, Query, Body>,
  ): ResultAsync<RouteAnswer<Answers>, HttpFault>;
  staysHere?(
    deps: RouteDeps,
    request: RouteRequest<A, Params, Query, Body>,
  ): ResultAsync<boolean, HttpFault>;
}

interface RouteRequest<
  A extends Auth = Auth,
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends RouteBody = RouteBody,
> {
  /** As declared, with its placeholders. */
  readonly path: string;
  readonly principal: A extends 'app' ? Principal : null;
  /** What the audit log says of this request. Its actor is `visitor` unless an operator's secret came along. */
  readonly act: A extends 'operator' | 'visitor' ? Act : null;
  /** Of the declared cookie; null when there is none, or it is of an odd form. */
  readonly cookie: string | null;
  readonly params: z.output<Params>;
  readonly query: z.output<Query>;
  readonly body: BodyOf<Body>;
}

type RouteAnswer<Answers extends RouteAnswers> = {
  readonly [Status in keyof Answers & number]: {
    readonly status: Status;
    readonly body: Answers[Status] extends z.ZodType ? z.output<Answers[Status]> : TextBody;
  };
}[keyof Answers & number];

/** As given to `createHttpHandler`, with the limits of the webhook path put around its use case. */
export type RouteDeps = Omit<HttpDeps, 'receiveEvent'> & {
  readonly receiveEvent: (
    ...delivery: Parameters<ReceiveEvent>
  ) => Widened<ReturnType<ReceiveEvent>, Overloaded>;
};

type BodyOf<Body extends RouteBody> = Body extends { readonly schema: infer Schema }
  ? z.output<Schema>
  : Body extends { readonly kind: 'bytes' }
    ? Uint8Array
    : undefined;

type Widened<Outcome, Fault> =
  Outcome extends ResultAsync<infer Value, infer Own> ? ResultAsync<Value, Own | Fault> : never;

/** Does nothing at run time; it lets the handler's types follow from the schemas beside it. */
export function defineRoute<
  A extends Auth,
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends RouteBody,
  Answers extends RouteAnswers,
>(route: TypedRoute<A, Params, Query, Body, Answers>): Route {
  return route;
}
