import type { Flow } from '@dialpad-cti/core/fixtures';

import type { SubscriptionKind } from '../world.ts';

/** Null: of what nobody can subscribe to. */
export function subscriptionKindOf(kind: FlowEventKind): SubscriptionKind | null {
  return SUBSCRIPTION_KINDS[kind];
}

type FlowEventKind = Flow['expected']['events'][number]['kind'];

const SUBSCRIPTION_KINDS: Readonly<Record<FlowEventKind, SubscriptionKind | null>> = {
  call: 'call',
  message: 'sms',
  agent_status: 'agent_status',
  contact: 'contact',
  change_log: 'changelog',
  other: null,
};
