import type { DeliveryCounts, Story, Truth } from '../simulator.ts';
import type { SimulatorClock } from '../simulator-clock.ts';
import type { DialpadId, World } from '../world.ts';

/** What the API is made of: it keeps webhooks and subscriptions of the world, and reads the rest. */
export interface ApiDeps {
  readonly world: World;
  readonly clock: SimulatorClock;
  /** Never the same twice. */
  readonly newId: () => DialpadId;
  /** Text for keys, secrets and tokens, of unreserved characters of a URL; never the same twice. */
  readonly newToken: () => string;
  readonly options?: ApiOptions;
  readonly truth: () => Truth;
  readonly deliveries: () => DeliveryCounts;
  readonly play: (scenario: string, options?: { readonly speed?: number }) => Story;
  readonly scenarios: readonly string[];
}

interface ApiOptions {
  /** True when absent. */
  readonly hasLimits?: boolean;
  /** Of access tokens that can be refreshed, seconds; 3600 when absent. */
  readonly tokenLifetimeS?: number;
  /** Those that were registered for the OAuth client; any when null or absent. */
  readonly redirectUris?: readonly string[] | null;
}
