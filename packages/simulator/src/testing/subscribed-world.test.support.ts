import { createWorld } from '../company/create-world.ts';
import { createRandom } from '../random/create-random.ts';
import type { SimSubscription, World } from '../world.ts';

export const HOOK_SECRET = 'a secret of the hook';

export interface SubscribedOptions {
  readonly hookUrl: string;
  readonly secret?: string | null;
  /** One to everything of these kinds when absent. */
  readonly subscriptions?: readonly Partial<SimSubscription>[];
}

/** A world with one webhook, `1`. */
export function subscribedWorld(options: SubscribedOptions): World {
  const { hookUrl, secret = HOOK_SECRET, subscriptions = EVERYTHING } = options;
  const world = createWorld(createRandom(1));
  world.webhooks.set('1', { id: '1', hookUrl, secret });
  for (const [index, subscription] of subscriptions.entries()) {
    const id = `1${index}`;
    world.subscriptions.set(id, { ...SUBSCRIPTION, id, ...subscription });
  }
  return world;
}

const SUBSCRIPTION = { kind: 'call', endpointId: '1', enabled: true, options: {} } as const;

const EVERYTHING: readonly Partial<SimSubscription>[] = [
  { kind: 'call', options: { call_states: ['all'] } },
  { kind: 'sms', options: { direction: 'all', status: true, include_internal: true } },
  { kind: 'agent_status' },
  { kind: 'contact' },
  { kind: 'changelog' },
];
