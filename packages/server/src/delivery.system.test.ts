import { afterAll, beforeAll, expect, test } from 'vitest';

import { signEvent } from './signing/sign-event.ts';
import type { ApiClient, Tenant } from './testing/api-client.test.support.ts';
import { callStories, type Payload } from './testing/call-stories.test.support.ts';
import { expectStored } from './testing/expect-stored.test.support.ts';
import { inLanes } from './testing/in-lanes.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import { seededRandom } from './testing/seeded-random.test.support.ts';

const BEGUN_AT = Date.UTC(2026, 8, 1, 8);
const FIRST_ID = 6_100_000_000_000_000;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function deliverAll(
  clients: readonly ApiClient[],
  tenant: Tenant,
  payloads: readonly Payload[],
): Promise<readonly number[]> {
  const statuses: number[] = [];
  await inLanes(16, payloads, async (payload, lane) => {
    const client = clients[lane % clients.length];
    const token = signEvent(payload, tenant.hookSecret);
    statuses.push((await client?.deliver(tenant.hookId, token)) ?? 0);
  });
  return statuses;
}

test('keeps 600 events of 100 calls, and makes of each call the fold of its events', async () => {
  const { client } = await stage.start();
  const tenant = await client.createTenant('In order');
  const random = seededRandom(1);
  const stories = callStories({ random, calls: 100, firstId: FIRST_ID, begunAt: BEGUN_AT });

  const statuses = await deliverAll([client], tenant, stories.flat());
  expect(statuses).toEqual(Array.from({ length: 600 }, () => 200));
  const events = await expectStored({ client, tenant, stories });
  expect(new Set(events.map(({ deliveries }) => deliveries))).toEqual(new Set([1]));
});

test('makes the same of them shuffled and repeated, over 16 connections to two servers', async () => {
  const [left, right] = await Promise.all([stage.start(), stage.start()]);
  for (const seed of [11, 12, 13, 14, 15]) {
    const random = seededRandom(seed);
    const tenant = await left.client.createTenant(`Seed ${seed}`);
    const stories = callStories({ random, calls: 100, firstId: FIRST_ID, begunAt: BEGUN_AT });
    const sent = random.shuffled(
      stories
        .flat()
        .flatMap((payload) => Array.from({ length: 1 + random.below(4) }, () => payload)),
    );

    const statuses = await deliverAll([left.client, right.client], tenant, sent);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const events = await expectStored({ client: right.client, tenant, stories });
    expect(events.reduce((sum, { deliveries }) => sum + Number(deliveries), 0)).toBe(sent.length);
  }
});
