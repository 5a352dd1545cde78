import { randomInt } from 'node:crypto';

import { type DialpadApi, openDialpadApi, type RequestSeen } from '@dialpad-cti/dialpad';
import { openSimulator, type Simulator } from '@dialpad-cti/simulator';

import type { Config, DialpadConfig } from '../config/config.ts';

/** Dialpad as this process reaches it: the real one, or the stand-in that runs beside us. */
export interface RunningDialpad extends DialpadApi {
  readonly apiKey: string | null;
  readonly client: DialpadConfig['client'];
  /** Null: it is the real one. */
  readonly simulator: Simulator | null;
}

export async function openDialpad(
  { dialpad, simulator: wanted }: Pick<Config, 'dialpad' | 'simulator'>,
  onRequest: (request: RequestSeen) => void,
): Promise<RunningDialpad> {
  const { requestsPerSecond } = dialpad;
  if (wanted === null) {
    const api = openDialpadApi({ baseUrl: dialpad.baseUrl, requestsPerSecond, onRequest });
    return { ...api, apiKey: dialpad.apiKey, client: dialpad.client, simulator: null };
  }
  // Another company at each start: calls of an earlier one must not be told of again.
  const simulator = await openSimulator({ seed: randomInt(2 ** 31) });
  const api = openDialpadApi({ baseUrl: simulator.url, requestsPerSecond, onRequest });
  return {
    ...api,
    apiKey: simulator.apiKey,
    client: simulator.oauthClient,
    simulator,
    async close() {
      await simulator.stop();
      await api.close();
    },
  };
}
