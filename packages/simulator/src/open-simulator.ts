import { createApi } from './api/create-api.ts';
import { createRealClock } from './clock/create-real-clock.ts';
import { createStoppableClock } from './clock/create-stoppable-clock.ts';
import { createWorld } from './company/create-world.ts';
import { DELIVERY_TIMEOUT_MS } from './deliveries/retry-waits.ts';
import { createLife } from './life/create-life.ts';
import { createIdSource } from './random/create-id-source.ts';
import { createRandom } from './random/create-random.ts';
import { createTokenSource } from './random/create-token-source.ts';
import { openServer } from './serving/open-server.ts';
import { setUpOf } from './serving/set-up-of.ts';
import type { Simulator, SimulatorOptions } from './simulator.ts';

/**
 * A made-up company at a Dialpad of its own, which answers at `url` until it is stopped. Rejects when it
 * cannot listen there.
 */
export async function openSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { seed, hasLimits = true, tokenLifetimeS = 3600, host = '127.0.0.1', port = 0 } = options;
  const random = createRandom(seed);
  const clock = createStoppableClock(options.clock ?? createRealClock());
  const world = createWorld(random);
  const { stop: stopLife, ...life } = createLife({
    world,
    clock,
    random,
    timeoutMs: DELIVERY_TIMEOUT_MS,
  });
  life.setFaults(options.faults ?? {});
  const newId = createIdSource(random, 'api');
  const { callback, ...api } = createApi({
    ...life,
    world,
    clock,
    newId: () => String(newId()),
    newToken: createTokenSource(random),
    options: { hasLimits, tokenLifetimeS, redirectUris: options.redirectUris ?? null },
  });
  const server = await openServer({ listener: callback, host, port });
  return {
    ...life,
    ...api,
    url: server.url,
    company: world.company,
    setUp: () => setUpOf(world),
    async stop() {
      clock.stop();
      stopLife();
      await server.stop();
    },
  };
}
