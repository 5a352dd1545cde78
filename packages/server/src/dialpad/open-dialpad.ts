import { type DialpadApi, openDialpadApi, type RequestSeen } from '@dialpad-cti/dialpad';
import type { Simulator } from '@dialpad-cti/simulator';

import type { DialpadConfig } from '../config/config.ts';
import { waitAtMost } from '../lifecycle/wait-at-most.ts';

/** Dialpad as this process reaches it: the real one, or the stand-in that runs beside us. */
export interface RunningDialpad extends DialpadApi {
  readonly apiKey: string | null;
  readonly client: DialpadConfig['client'];
}

export interface OpenDialpadOptions {
  readonly dialpad: DialpadConfig;
  /** In the place of the real one. */
  readonly simulator: Simulator | null;
  readonly onRequest: (request: RequestSeen) => void;
}

/** By then nobody is left who waits for an answer. */
const CLOSE_LIMIT_MS = 3000;

export function openDialpad({ dialpad, simulator, onRequest }: OpenDialpadOptions): RunningDialpad {
  const api = openDialpadApi({
    baseUrl: simulator?.url ?? dialpad.baseUrl,
    requestsPerSecond: dialpad.requestsPerSecond,
    onRequest,
  });
  return {
    ...api,
    apiKey: simulator?.apiKey ?? dialpad.apiKey,
    client: simulator?.oauthClient ?? dialpad.client,
    close: () => waitAtMost(CLOSE_LIMIT_MS, api.close()),
  };
}
