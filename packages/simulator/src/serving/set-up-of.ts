import type { Simulator } from '../simulator.ts';
import type { World } from '../world.ts';

export function setUpOf({ webhooks, subscriptions }: World): ReturnType<Simulator['setUp']> {
  return { webhooks: [...webhooks.values()], subscriptions: [...subscriptions.values()] };
}
