import { onTestFinished } from 'vitest';

import { createVirtualClock, type VirtualClock } from '../clock/create-virtual-clock.ts';
import { createDeliveries, type Deliveries } from '../deliveries/create-deliveries.ts';
import { createRandom } from '../random/create-random.ts';
import type { DeliveryFaults } from '../simulator.ts';
import type { ToldEvent } from '../stories/told-event.ts';
import type { SubscriptionKind } from '../world.ts';
import { openReceiver, type Receiver, type ReceiverOptions } from './open-receiver.test.support.ts';
import { type SubscribedOptions, subscribedWorld } from './subscribed-world.test.support.ts';

export const START = Date.UTC(2031, 4, 6);

export interface DeliveryStageOptions
  extends Omit<ReceiverOptions, 'now'>,
    Omit<SubscribedOptions, 'hookUrl'> {
  readonly faults?: Partial<DeliveryFaults>;
  readonly timeoutMs?: number;
  readonly seed?: number;
  readonly hookUrl?: string;
}

interface DeliveryStage {
  readonly clock: VirtualClock;
  readonly receiver: Receiver;
  readonly deliveries: Deliveries;
  /** When each try was heard, after the start. */
  readonly secondsHeard: () => readonly number[];
}

/** Deliveries on a virtual clock, to a real receiver. Closed when the test is over. */
export async function openDeliveryStage(
  options: DeliveryStageOptions = {},
): Promise<DeliveryStage> {
  const { faults = {}, timeoutMs = 5000, seed = 7, reply, ...world } = options;
  const clock = createVirtualClock(START);
  const receiver = await openReceiver({ now: clock.now, ...(reply && { reply }) });
  const deliveries = createDeliveries({
    world: subscribedWorld({ hookUrl: `${receiver.url}/hook`, ...world }),
    clock,
    random: createRandom(seed),
    timeoutMs,
    onIdle: () => undefined,
  });
  deliveries.setFaults(faults);
  onTestFinished(async () => {
    deliveries.stop();
    await receiver.close();
  });
  const secondsHeard = () => receiver.heard.map(({ at }) => (at - START) / 1000);
  return { clock, receiver, deliveries, secondsHeard };
}

/** By default the ringing of one call; a text that is news. */
export function eventOf(kind: SubscriptionKind, fields: object = {}, story = 1): ToldEvent {
  const own = kind === 'call' ? { call_id: 5284719603847168, state: 'ringing' } : { id: 1 };
  const status = kind === 'sms' ? { message_status: 'pending', direction: 'inbound' } : {};
  return { kind, story, payload: { ...own, ...status, event_timestamp: START, ...fields } };
}
