import type { Random } from '../random/create-random.ts';
import type { DeliveryCounts, DeliveryFaults } from '../simulator.ts';
import type { SimulatorClock } from '../simulator-clock.ts';
import type { ToldEvent } from '../stories/told-event.ts';
import type { SimWebhook, SubscriptionKind, World } from '../world.ts';
import { bodyOf } from './body-of.ts';
import { createLanes } from './create-lanes.ts';
import { nextTry, type Tries } from './next-try.ts';
import { type FaultPlan, NO_FAULTS, planFaults } from './plan-faults.ts';
import { createPoster, type PostAnswer, type PostRequest } from './post.ts';
import { wants } from './wants.ts';

export interface DeliveriesDeps {
  readonly world: World;
  readonly clock: SimulatorClock;
  readonly random: Random;
  readonly timeoutMs: number;
  /** Nothing is pending any more. */
  readonly onIdle: () => void;
}

export interface Deliveries {
  /** To every webhook of which an enabled subscription asks for the event. */
  readonly deliver: (event: ToldEvent) => void;
  readonly setFaults: (faults: Partial<DeliveryFaults>) => void;
  readonly outage: (ms: number) => void;
  readonly counts: () => DeliveryCounts;
  readonly isIdle: () => boolean;
  readonly stop: () => void;
}

export function createDeliveries(deps: DeliveriesDeps): Deliveries {
  const { world, clock, random, timeoutMs, onIdle } = deps;
  const { inLane } = createLanes();
  const poster = createPoster(timeoutMs);
  const counts = { events: 0, attempts: 0, acknowledged: 0, dropped: 0, lost: 0, pending: 0 };
  let faults = NO_FAULTS;
  let outageEndsAt = Number.NEGATIVE_INFINITY;

  async function send(letter: Letter): Promise<PostAnswer> {
    counts.attempts += 1;
    if (clock.now() < outageEndsAt) return { kind: 'answered', status: 503 };
    return await poster.post(letter);
  }

  async function attempt(letter: Letter, tries: Tries): Promise<void> {
    const next = nextTry(letter.kind, tries, await send(letter));
    switch (next.kind) {
      case 'again':
        clock.after(next.afterMs, () => attempt(letter, next.tries));
        return;
      case 'acknowledged':
        if (!letter.isCopy) counts.acknowledged += 1;
        repeat(letter);
        break;
      case 'lost':
        if (!letter.isCopy) counts.lost += 1;
        break;
    }
    counts.pending -= 1;
    if (counts.pending === 0) onIdle();
  }

  function repeat({ repeatedAfterMs, ...letter }: Letter): void {
    if (repeatedAfterMs === null) return;
    counts.pending += 1;
    const copy = { ...letter, isCopy: true, repeatedAfterMs: null };
    clock.after(repeatedAfterMs, () => attempt(copy, NO_TRIES));
  }

  function post(event: ToldEvent, webhook: SimWebhook): void {
    const plan = planFaults(random, faults, event);
    if (plan.isDropped) {
      counts.dropped += 1;
      return;
    }
    counts.pending += 1;
    const letter = letterOf(event, webhook, plan);
    // So that a story is heard in its order although its deliveries share the way with others.
    const lane = `${event.story} to ${webhook.id}`;
    clock.after(plan.heldBackMs, () => inLane(lane, () => attempt(letter, NO_TRIES)));
  }

  return {
    deliver(event) {
      const webhooks = webhooksFor(world, event);
      if (webhooks.length > 0) counts.events += 1;
      for (const webhook of webhooks) post(event, webhook);
    },
    setFaults(changed) {
      faults = { ...faults, ...changed };
    },
    outage(ms) {
      outageEndsAt = Math.max(outageEndsAt, clock.now() + ms);
    },
    counts: () => ({ ...counts }),
    isIdle: () => counts.pending === 0,
    stop: () => poster.stop(),
  };
}

/** One event on its way to one webhook; each try sends the same bytes. */
interface Letter extends PostRequest {
  readonly kind: SubscriptionKind;
  readonly repeatedAfterMs: number | null;
  readonly isCopy: boolean;
}

const NO_TRIES: Tries = { scheduled: 0, quick: 0 };

function letterOf(event: ToldEvent, webhook: SimWebhook, plan: FaultPlan): Letter {
  return {
    ...bodyOf(event.payload, webhook.secret),
    url: webhook.hookUrl,
    kind: event.kind,
    repeatedAfterMs: plan.repeatedAfterMs,
    isCopy: false,
  };
}

/** Once for each subscription, even where several share a webhook: Dialpad does not look. */
function webhooksFor(world: World, event: ToldEvent): readonly SimWebhook[] {
  return [...world.subscriptions.values()]
    .filter((subscription) => wants(subscription, event))
    .map(({ endpointId }) => world.webhooks.get(endpointId ?? ''))
    .filter((webhook) => webhook !== undefined);
}
