import { describe, expect, test } from 'vitest';

import { inTurn, reset, webhook } from './testing/answers.test.support.ts';
import { listed, TOKEN } from './testing/open-rig.test.support.ts';
import { HOOK, useRigs } from './testing/use-rigs.test.support.ts';

const UNCLEAR = expect.objectContaining({ kind: 'dialpad-unavailable', isUnclear: true });

const { rigOf } = useRigs();

describe('what is seen of requests', () => {
  test('is for metrics: endpoints without ids, and no matter what it throws', async () => {
    const told: unknown[] = [];
    const { client } = await rigOf(inTurn(reset, webhook), {
      onRequest: (seen) => {
        told.push({ ...seen, ms: typeof seen.ms });
        throw new Error('not ours');
      },
    });
    expect((await client.webhook('4500000000000001')).isOk()).toBe(true);
    const endpoint = { method: 'GET', endpoint: '/api/v2/webhooks/{id}', ms: 'number' };
    expect(told).toEqual([
      { ...endpoint, status: null },
      { ...endpoint, status: 200 },
    ]);
  });

  test('the token goes in the header, and nowhere else', async () => {
    const { client, seen } = await rigOf(webhook);
    await client.createWebhook(HOOK);
    await listed(client.users({ email: 'ada@example.com' }));
    for (const { headers, url, body } of seen) {
      expect(headers.authorization).toBe(`Bearer ${TOKEN}`);
      expect(url + body).not.toContain(TOKEN);
    }
  });

  test('a connection that was closed in between is no second create', async () => {
    // The server closes each connection after its answer without saying so.
    const { client, seen } = await rigOf((one, response) => {
      webhook(one, response);
      response.on('finish', () => response.socket?.destroy());
    });
    for (let nth = 1; nth <= 5; nth += 1) {
      const made = await client.createWebhook(HOOK);
      if (made.isErr()) expect(made.error).toEqual(UNCLEAR);
    }
    expect(seen.length).toBeLessThanOrEqual(5);
  });
});
