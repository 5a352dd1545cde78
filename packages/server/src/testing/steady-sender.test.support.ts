import { setTimeout as delay } from 'node:timers/promises';

import { signEvent } from '../signing/sign-event.ts';
import type { ApiClient, Tenant } from '../testing/api-client.test.support.ts';
import type { Payload } from './call-stories.test.support.ts';
import { inLanes } from './in-lanes.test.support.ts';

interface Answered {
  /** 0: the connection was cut. */
  readonly status: number;
  /** As `performance.now()` tells them. */
  readonly sentAt: number;
  readonly answeredAt: number;
}

export interface SteadySender {
  readonly answers: readonly Answered[];
  /** When every event was answered with 200. */
  readonly done: Promise<void>;
}

export interface SteadyOptions {
  readonly client: ApiClient;
  readonly tenant: Tenant;
  readonly payloads: readonly Payload[];
}

const LANES = 8;
const PAUSE_MS = 50;

/** Sends each event again until it is stored, as long as it takes. */
export function steadySender({ client, tenant, payloads }: SteadyOptions): SteadySender {
  const answers: Answered[] = [];
  const sendUntilStored = async (payload: Payload): Promise<void> => {
    for (;;) {
      const sentAt = performance.now();
      const token = signEvent(payload, tenant.hookSecret);
      const status = await client.deliver(tenant.hookId, token).catch(() => 0);
      answers.push({ status, sentAt, answeredAt: performance.now() });
      if (status === 200) return;
      await delay(PAUSE_MS);
    }
  };
  return { answers, done: inLanes(LANES, payloads, sendUntilStored) };
}
