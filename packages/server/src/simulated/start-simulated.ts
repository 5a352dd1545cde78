import type { KeyStore, WebhookRegistry } from '@dialpad-cti/core';
import type { Simulator } from '@dialpad-cti/simulator';

import type { Config } from '../config/config.ts';
import { localUrl } from '../serving/local-url.ts';
import {
  forgetSimulated,
  type SimulatedApp,
  type SimulatedDeps,
  setUpSimulated,
} from './set-up-simulated.ts';

export interface Simulated extends SimulatedApp {
  /** Of the stand-in's API. */
  readonly url: string;
  readonly callsPerMinute: number;
}

export interface StartSimulatedDeps {
  readonly config: Pick<Config, 'simulator' | 'host'>;
  readonly http: Pick<SimulatedDeps, 'createApp' | 'webhookSetup'>;
  readonly storage: {
    readonly keyStore: Pick<KeyStore, 'apps' | 'deleteHook'>;
    readonly webhookRegistry: Pick<WebhookRegistry, 'registrations'>;
  };
  readonly simulator: Simulator | null;
}

/** Has the stand-in make calls and send them to us, once it is set up as the real Dialpad would be. */
export async function startSimulated(
  { config, http, storage, simulator }: StartSimulatedDeps,
  port: number,
): Promise<Simulated | null> {
  const deps = { ...http, keyStore: storage.keyStore, registry: storage.webhookRegistry };
  if (simulator === null || config.simulator === null) {
    await forgetSimulated(deps);
    return null;
  }
  const app = await setUpSimulated(
    deps,
    `${localUrl({ host: config.host, port })}/webhooks/dialpad`,
  );
  const { callsPerMinute } = config.simulator;
  simulator.startTraffic({ callsPerMinute, textsPerMinute: callsPerMinute / 3 });
  return { ...app, url: simulator.url, callsPerMinute };
}
