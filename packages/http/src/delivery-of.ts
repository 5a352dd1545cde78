import { DEFAULT_HOOK_ID } from '@dialpad-cti/core';
import type { Result } from 'neverthrow';

import { WebhookReceived } from './answer/webhook-received.ts';
import type { Delivery, DeliveryOutcome } from './delivery.ts';
import type { HttpFault } from './http-fault.ts';

/** `givenHookId` is what the path says; undefined for the plain one. */
export function deliveryOf(
  givenHookId: string | undefined,
  outcome: Result<{ readonly body: unknown }, HttpFault>,
): Delivery {
  const hookId = givenHookId ?? DEFAULT_HOOK_ID;
  return outcome.match(
    ({ body }) => ({ hookId, outcome: RECEIVED[WebhookReceived.parse(body).result] }),
    ({ kind }) =>
      kind === 'signature-refused'
        ? { hookId, outcome: kind }
        : { hookId: null, outcome: refusalOf(kind) },
  );
}

const RECEIVED = {
  stored: 'stored',
  duplicate: 'duplicate',
  set_aside: 'set-aside',
  unrouted: 'unrouted',
} satisfies Record<string, DeliveryOutcome>;

function refusalOf(kind: HttpFault['kind']): DeliveryOutcome {
  if (kind === 'hook-not-found' || kind === 'record-not-found') return 'hook-not-found';
  return kind === 'body-too-large' || kind === 'body-incomplete' ? 'refused' : 'unavailable';
}
