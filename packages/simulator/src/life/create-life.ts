import { openCallRecord } from '../calls/open-call-record.ts';
import { createDeliveries } from '../deliveries/create-deliveries.ts';
import { createIdSource } from '../random/create-id-source.ts';
import type { Random } from '../random/create-random.ts';
import type { Simulator } from '../simulator.ts';
import type { SimulatorClock } from '../simulator-clock.ts';
import { createStories } from '../stories/create-stories.ts';
import { createStartTraffic } from '../traffic/create-start-traffic.ts';
import type { World } from '../world.ts';
import { createSettling } from './create-settling.ts';

export interface LifeDeps {
  readonly world: World;
  readonly clock: SimulatorClock;
  readonly random: Random;
  /** Of a delivery, ms. */
  readonly timeoutMs: number;
}

type ToldOfSimulator =
  | 'scenarios'
  | 'play'
  | 'startTraffic'
  | 'setFaults'
  | 'outage'
  | 'settled'
  | 'truth'
  | 'deliveries';

/** What happens in the company, and how it is told: all of the simulator but its API. */
export interface Life extends Pick<Simulator, ToldOfSimulator> {
  /** Cuts deliveries, and nobody waits any more. */
  readonly stop: () => void;
}

export function createLife({ world, clock, random, timeoutMs }: LifeDeps): Life {
  const settling = createSettling(() => stories.unfinished() === 0 && deliveries.isIdle());
  const deliveries = createDeliveries({
    world,
    clock,
    random: random.fork('faults'),
    timeoutMs,
    onIdle: settling.check,
  });
  const stories = createStories({
    clock,
    openRecord: () => openCallRecord(world, clock),
    deliver: deliveries.deliver,
    onTold: settling.check,
  });
  const newId = createIdSource(random, 'stories');
  return {
    scenarios: stories.scenarios,
    play: (scenario, { speed = 1 } = {}) => stories.play({ scenario, speed, newId }),
    startTraffic: createStartTraffic({ clock, random, play: stories.play }),
    setFaults: deliveries.setFaults,
    outage: deliveries.outage,
    settled: settling.settled,
    truth: stories.truth,
    deliveries: deliveries.counts,
    stop() {
      deliveries.stop();
      settling.giveUp();
    },
  };
}
