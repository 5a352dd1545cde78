import type { Result } from 'neverthrow';

import { deliveryOf } from './delivery-of.ts';
import type { Exchange } from './exchange.ts';
import type { HttpDeps } from './http-deps.ts';
import type { HttpFault } from './http-fault.ts';
import type { Route } from './route.ts';
import { type Noted, securityEventOf } from './security-event-of.ts';

export interface Report {
  /** An operator's request was done, whether or not the answer is still in time. */
  readonly act: (exchange: Exchange) => void;
  readonly outcome: (
    exchange: Exchange,
    outcome: Result<{ readonly body: unknown }, HttpFault>,
  ) => void;
}

/** Tells of a request what its route's readers must know, once each. */
export function createReport(
  route: Route,
  { onSecurityEvent, onDelivery }: Pick<HttpDeps, 'onSecurityEvent' | 'onDelivery'>,
): Report {
  const tell = (exchange: Exchange, noted: Noted): void => {
    const event = securityEventOf(route, exchange, noted);
    if (event !== null) onSecurityEvent(event);
  };
  return {
    act: (exchange) => tell(exchange, { kind: 'operator-act' }),

    outcome(exchange, outcome) {
      if (outcome.isErr()) tell(exchange, outcome.error);
      if (route.tag === 'webhooks') onDelivery(deliveryOf(exchange.params['hook_id'], outcome));
    },
  };
}
