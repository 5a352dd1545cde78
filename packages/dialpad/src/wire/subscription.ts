import type { DialpadSubscription, SubscriptionKind, SubscriptionTerms } from '@dialpad-cti/core';
import { z } from 'zod';

import { Anything, Flag, Id, OptionalId, OptionalText, Texts } from './scalars.ts';

const Endpoint = z.object({ id: OptionalId }).nullish().catch(null);

const Subscription = z.object({
  id: Id,
  // What is not said is on.
  enabled: Anything.transform((value) => value !== false && value !== 'false'),
  webhook: Endpoint,
  target_type: OptionalText,
  target_id: OptionalId,
  call_states: Texts,
  direction: OptionalText,
  status: Flag,
  include_internal: Flag,
});
type Subscription = z.output<typeof Subscription>;

/** Dialpad does not say the kind: it is that of the path. */
export const subscriptionOfKind = (kind: SubscriptionKind) =>
  Subscription.transform((read): DialpadSubscription => {
    const { id, enabled, webhook, target_type: type, target_id: targetId } = read;
    return {
      id,
      terms: termsOf(kind, read),
      enabled,
      webhookId: webhook?.id ?? null,
      target: type === null || targetId === null ? null : { type, id: targetId },
    };
  });

/** What is not known is read as the least, so that a comparison finds it wanting. */
function termsOf(kind: SubscriptionKind, read: Subscription): SubscriptionTerms {
  switch (kind) {
    case 'call':
      return { kind, callStates: read.call_states };
    case 'sms': {
      const { direction, status, include_internal: includeInternal } = read;
      const isKnown = direction === 'all' || direction === 'outbound';
      return { kind, direction: isKnown ? direction : 'inbound', status, includeInternal };
    }
    case 'agent_status':
      return { kind };
  }
}
