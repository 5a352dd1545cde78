import type { Flow } from '@dialpad-cti/core/fixtures';

import { signEvent } from '../signing/sign-event.ts';
import type { ApiClient, Tenant } from './api-client.test.support.ts';

export interface PlayOptions {
  readonly client: ApiClient;
  readonly tenant: Tenant;
  readonly flows: readonly Flow[];
  readonly atOnce: number;
  readonly onDelivered: () => void;
}

/** Sends the events of each flow in their order, and several flows at a time, as Dialpad would. */
export async function playFlows(options: PlayOptions): Promise<void> {
  const waiting = options.flows.values();
  const lane = async (): Promise<void> => {
    // The lanes share the iterator: each takes the next flow when it is done with one.
    for (const flow of waiting) await playFlow(flow, options);
  };
  await Promise.all(Array.from({ length: options.atOnce }, lane));
}

async function playFlow(flow: Flow, { client, tenant, onDelivered }: PlayOptions): Promise<void> {
  for (const event of flow.events) {
    const status = await client.deliver(tenant.hookId, signEvent(event, tenant.hookSecret));
    if (status !== 200) throw new Error(`An event of ${flow.name} was answered ${status}.`);
    onDelivered();
  }
}
