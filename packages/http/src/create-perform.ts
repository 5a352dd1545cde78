import type { KeptAnswer } from '@dialpad-cti/core';
import { okAsync, type ResultAsync } from 'neverthrow';

import { deadlineOf } from './deadline-of.ts';
import type { HttpFault } from './http-fault.ts';
import { createRenderAnswer, JSON_MEDIA_TYPE, type Rendered } from './render-answer.ts';
import type { ReadRequest } from './request/create-read-request.ts';
import { withinDeadline } from './request/within-deadline.ts';
import type { Route, RouteDeps } from './route.ts';

interface Performance extends ReadRequest {
  readonly requestId: string;
  /** Once, when this request did it; not when its answer was kept from an earlier one. */
  readonly onDone: () => void;
}

export interface Performed {
  readonly rendered: Rendered;
  /** As the handler gave it; null for an answer that was kept. */
  readonly body: unknown;
}

export type Perform = (performance: Performance) => ResultAsync<Performed, HttpFault>;

/** Has the handler do its work, once for a key if there is one, and in time. */
export function createPerform(route: Route, deps: RouteDeps): Perform {
  const render = createRenderAnswer(route);

  const handle = ({ request }: Performance): ResultAsync<Performed, HttpFault> =>
    route.handler(deps, request).map((answer) => ({ rendered: render(answer), body: answer.body }));

  const repeatable = (performance: Performance): ResultAsync<Performed, HttpFault> => {
    const { once, onDone } = performance;
    if (once === null) return handle(performance).andTee(onDone);
    let isOurs = false;
    const work = (): ResultAsync<KeptAnswer, HttpFault> =>
      handle(performance).map(({ rendered }) => {
        isOurs = true;
        // No POST of an operator answers with anything but JSON.
        return { status: rendered.status, body: String(rendered.content) };
      });
    return isApart(route, deps, performance)
      .andThen((apart) =>
        deps.idempotencyStore.once(apart ? { ...once, isApart: true } : once, work),
      )
      .andTee(() => isOurs && onDone())
      .map(({ status, body }) => ({
        rendered: { kind: 'rendered', status, mediaType: JSON_MEDIA_TYPE, content: body },
        body: null,
      }));
  };

  // The webhook routes have a deadline of their own.
  if (route.auth === 'none') return repeatable;
  return withinDeadline(repeatable, {
    deadlineMs: deadlineOf(route, deps),
    inFlight: Infinity,
    onFault: (error, { requestId }) => deps.onFault(error, requestId),
  });
}

/** What is begun at Dialpad cannot be taken back together with what is written here. */
function isApart(
  route: Route,
  deps: RouteDeps,
  { request }: ReadRequest,
): ResultAsync<boolean, HttpFault> {
  if (route.asksDialpad !== true) return okAsync(false);
  return route.staysHere?.(deps, request).map((stays) => !stays) ?? okAsync(true);
}
