import type { SimSubscription, World } from '../../world.ts';
import { webhookBody } from './webhook-body.ts';

/** With the whole webhook inside, its secret included; without one when that is gone. */
export function subscriptionBody(world: World, subscription: SimSubscription): object {
  const { id, enabled, endpointId, options } = subscription;
  const webhook = endpointId === null ? undefined : world.webhooks.get(endpointId);
  return {
    id,
    enabled,
    ...options,
    ...(webhook === undefined ? {} : { webhook: webhookBody(webhook) }),
  };
}
