import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { exampleEvent } from './screen/example-event.ts';
import { signEvent } from './signing/sign-event.ts';
import type { Tenant } from './testing/api-client.test.support.ts';
import { ask, type Reply } from './testing/ask.test.support.ts';
import { inLanes } from './testing/in-lanes.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import { quotaOf } from './testing/quota-of.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';

const PER_KEY = 10;

let stage: Stage;
/** With the limits that a server has when nobody sets them. */
let plain: TestServer;
let strict: TestServer;
let tenant: Tenant;
beforeAll(async () => {
  stage = await openStage();
  plain = await stage.start();
  tenant = await plain.client.createTenant('Limits');
  strict = await stage.start({
    environment: { RATE_LIMIT_PER_KEY: String(PER_KEY), RATE_LIMIT_OPERATOR: '5' },
  });
});
afterAll(() => stage.close());

const calls = (server: TestServer, apiKey: string): Promise<Reply> =>
  ask(`${server.url}/api/calls`, { apiKey });

async function newKey(name: string): Promise<string> {
  const path = `${plain.url}/internal/apps/${tenant.appId}/api-key`;
  const { body } = await ask(path, { body: { name } });
  return String(body['api_key']);
}

const statusesOf = (replies: readonly Reply[]) => replies.map(({ status }) => status);

function expectQuotaExceeded({ status, headers, body }: Reply, policy: string): void {
  expect({ status, type: headers.get('content-type') }).toEqual({
    status: 429,
    type: 'application/problem+json',
  });
  expect(body).toMatchObject({ code: 'quota-exceeded', status: 429, success: false });
  expect(String(body['type'])).toMatch(/quota-exceeded$/);
  const quota = quotaOf(headers);
  expect(quota).toMatchObject({ policy, remaining: 0 });
  expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(quota.resetSeconds);
}

describe('a burst with one key', () => {
  test('is told with each answer what is left, and then when to come back', async () => {
    const apiKey = await newKey('burst');
    const replies: Reply[] = [];
    for (let nth = 0; nth < PER_KEY + 3; nth += 1) replies.push(await calls(strict, apiKey));

    const good = replies.slice(0, PER_KEY);
    expect(statusesOf(good)).toEqual(good.map(() => 200));
    const quotas = good.map(({ headers }) => quotaOf(headers));
    expect(quotas.map(({ remaining }) => remaining)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    for (const quota of quotas) {
      expect(quota).toMatchObject({ policy: 'app', quota: PER_KEY, windowSeconds: 60 });
      expect(quota.resetSeconds).toBeGreaterThan(0);
      expect(quota.resetSeconds).toBeLessThanOrEqual(60);
    }
    for (const reply of replies.slice(PER_KEY)) expectQuotaExceeded(reply, 'app');
  });

  test('leaves another key of the app, and those of other apps, what they have', async () => {
    const burst = await newKey('loud');
    const replies = await Promise.all(
      Array.from({ length: 3 * PER_KEY }, () => calls(strict, burst)),
    );
    expect(statusesOf(replies).filter((status) => status === 200)).toHaveLength(PER_KEY);

    const other = await plain.client.createTenant('Limits of another');
    for (const apiKey of [await newKey('quiet'), other.apiKey]) {
      const { status, headers } = await calls(strict, apiKey);
      expect({ status, ...quotaOf(headers) }).toMatchObject({ status: 200, remaining: 9 });
    }
  });
});

describe('/internal', () => {
  test('is allowed less than a key is, unless the settings say otherwise', async () => {
    const operator = quotaOf((await ask(`${plain.url}/internal/queue`)).headers);
    const app = quotaOf((await calls(plain, tenant.apiKey)).headers);
    expect([operator.policy, app.policy]).toEqual(['operator', 'app']);
    expect(operator.windowSeconds).toBe(app.windowSeconds);
    expect(operator.quota).toBeLessThan(app.quota);
  });

  test('has a quota of its own over all its routes', async () => {
    const routes = ['queue', 'apps', 'events', 'webhooks', 'audit', 'dead-letters', 'unrouted'];
    const replies: Reply[] = [];
    for (const route of routes) replies.push(await ask(`${strict.url}/internal/${route}`));
    expect(statusesOf(replies)).toEqual([200, 200, 200, 200, 200, 429, 429]);
    for (const reply of replies.slice(5)) expectQuotaExceeded(reply, 'operator');
    expect((await calls(strict, await newKey('beside'))).status).toBe(200);
  });
});

describe('two processes', () => {
  test('share one count of a key where the database counts', async () => {
    const environment = { RATE_LIMIT_PER_KEY: '25', RATE_LIMIT_STORE: 'postgres' };
    const servers = [await stage.start({ environment }), await stage.start({ environment })];
    const apiKey = await newKey('shared');
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => servers.map((server) => calls(server, apiKey))).flat(),
    );
    const good = replies.filter(({ status }) => status === 200);
    const left = good.map(({ headers }) => quotaOf(headers).remaining);
    expect(left.toSorted((one, two) => one - two)).toEqual(Array.from({ length: 25 }, (_, n) => n));
    const refused = replies.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(15);
    for (const reply of refused) expectQuotaExceeded(reply, 'app');
  });
});

describe('the webhook path', () => {
  test('is never answered 429, whatever its sender has done before', async () => {
    for (let nth = 0; nth < 80; nth += 1) await calls(plain, 'a wrong key');
    expectQuotaExceeded(await calls(plain, 'a wrong key'), 'key-failures');

    const seen: Record<string, number> = {};
    const bursts = ['stored', 'refused', 'unknown'].flatMap((kind) =>
      Array.from({ length: 700 }, (_, nth) => ({ kind, nth })),
    );
    await inLanes(12, bursts, async ({ kind, nth }) => {
      const event = { ...exampleEvent(Date.UTC(2026, 8, 1)), call_id: 6_700_000_000_000_000 + nth };
      const secret = kind === 'refused' ? 'not the secret of the hook at all' : tenant.hookSecret;
      const hookId = kind === 'unknown' ? '0000000000000000000000' : tenant.hookId;
      const answer = await fetch(`${plain.url}/webhooks/dialpad/${hookId}`, {
        method: 'POST',
        body: signEvent(event, secret),
      });
      expect(answer.headers.has('ratelimit')).toBe(false);
      await answer.arrayBuffer();
      const told = `${kind} ${answer.status}`;
      seen[told] = (seen[told] ?? 0) + 1;
    });
    // More than the quota of any policy.
    expect(seen).toEqual({ 'stored 200': 700, 'refused 401': 700, 'unknown 404': 700 });
  });
});
