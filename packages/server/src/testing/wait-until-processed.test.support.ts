import { setTimeout as delay } from 'node:timers/promises';

import { z } from 'zod';

import type { ApiClient } from './api-client.test.support.ts';

export interface WaitOptions {
  readonly client: ApiClient;
  readonly appId: string;
  readonly limitMs: number;
}

/** Until no event of the app waits to become a record. */
export async function waitUntilProcessed({ client, appId, limitMs }: WaitOptions): Promise<void> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const path = `/internal/events?app_id=${appId}&state=pending&limit=1`;
    const { body } = await client.get(path, 'operator');
    if (Events.parse(body).data.length === 0) return;
    if (performance.now() > deadline) {
      throw new Error(`Events of the app still wait after ${limitMs} ms.`);
    }
    await delay(20);
  }
}

const Events = z.object({ data: z.array(z.unknown()) });
