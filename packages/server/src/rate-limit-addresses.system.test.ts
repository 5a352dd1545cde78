import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Tenant } from './testing/api-client.test.support.ts';
import { ask, type Reply } from './testing/ask.test.support.ts';
import { inLanes } from './testing/in-lanes.test.support.ts';
import { openStage, type Stage } from './testing/open-stage.test.support.ts';
import { quotaOf } from './testing/quota-of.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';

const FAILURES = 4;

let stage: Stage;
let tenant: Tenant;
beforeAll(async () => {
  stage = await openStage();
  const server = await stage.start();
  tenant = await server.client.createTenant('Addresses');
  await server.stop();
});
afterAll(() => stage.close());

const behind = (hops: number): Promise<TestServer> =>
  stage.start({
    environment: {
      TRUSTED_PROXY_HOPS: String(hops),
      RATE_LIMIT_KEY_FAILURES: String(FAILURES),
    },
  });

const WRONG = `raw_${'0'.repeat(12)}_${'0'.repeat(49)}`;

/** What `X-Forwarded-For` says comes first. */
const asked = (server: TestServer, forwardedFor: string, apiKey = WRONG): Promise<Reply> =>
  ask(`${server.url}/api/calls`, { apiKey, headers: { 'x-forwarded-for': forwardedFor } });

async function statuses(server: TestServer, forwarded: readonly string[]) {
  const seen: number[] = [];
  for (const one of forwarded) seen.push((await asked(server, one)).status);
  return seen;
}

const forged = Array.from({ length: FAILURES + 2 }, (_, nth) => `198.51.100.${nth + 1}`);
const USED_UP = [...Array.from({ length: FAILURES }, () => 401), 429, 429];

describe('wrong keys of one address', () => {
  test('are counted together, whatever a forwarded address says, while no proxy is trusted', async () => {
    const server = await behind(0);
    expect(await statuses(server, forged)).toEqual(USED_UP);
    expect((await asked(server, '203.0.113.8')).status).toBe(429);
    expect((await asked(server, '203.0.113.8', tenant.apiKey)).status).toBe(200);
  });

  test('are counted for what the one trusted proxy has seen, not for what stands before it', async () => {
    const server = await behind(1);
    const forwarded = forged.map((address) => `${address}, 203.0.113.7`);
    expect(await statuses(server, forwarded)).toEqual(USED_UP);
    expect(await statuses(server, ['203.0.113.7, 203.0.113.8', '203.0.113.9'])).toEqual([401, 401]);
    expect((await asked(server, '203.0.113.7', tenant.apiKey)).status).toBe(200);
  });

  test('are counted for the second address from the end behind two trusted proxies', async () => {
    const server = await behind(2);
    const forwarded = forged.map(
      (address, nth) => `${address}, 192.0.2.99, 203.0.113.7, 10.0.0.${nth + 1}`,
    );
    expect(await statuses(server, forwarded)).toEqual(USED_UP);
    expect(await statuses(server, ['203.0.113.7, 203.0.113.8, 10.0.0.1'])).toEqual([401]);
  });

  test('are counted for a /64 of IPv6, of which one caller has all', async () => {
    const server = await behind(1);
    const forwarded = forged.map((_, nth) => `2001:db8:1:2:${nth + 1}::${nth + 5}`);
    expect(await statuses(server, forwarded)).toEqual(USED_UP);
    expect(await statuses(server, ['2001:db8:1:3::1'])).toEqual([401]);
  });

  test('do not hold up a right key of that address, also in a flood', async () => {
    const server = await stage.start();
    const seen: Record<string, number> = {};
    // Nine wrong ones to each right one, all the time.
    const keys = Array.from({ length: 800 }, (_, nth) => (nth % 10 === 0 ? tenant.apiKey : WRONG));
    await inLanes(16, keys, async (apiKey) => {
      const { status } = await ask(`${server.url}/api/calls`, { apiKey });
      const told = `${apiKey === WRONG ? 'wrong' : 'right'} ${status}`;
      seen[told] = (seen[told] ?? 0) + 1;
    });
    expect(seen).toEqual({ 'right 200': 80, 'wrong 401': 60, 'wrong 429': 660 });
    const refused = await ask(`${server.url}/api/calls`, { apiKey: WRONG });
    expect(quotaOf(refused.headers)).toMatchObject({ policy: 'key-failures', remaining: 0 });
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThanOrEqual(quotaOf(refused.headers).resetSeconds);
  });
});

describe('the address in the audit log', () => {
  test.each([
    [0, '127.0.0.1'],
    [1, '203.0.113.7'],
    [2, '192.0.2.1'],
  ])('behind %i trusted proxies is %s', async (hops, address) => {
    const server = await behind(hops);
    const { status, headers } = await ask(`${server.url}/internal/apps`, {
      body: { name: `Behind ${hops}` },
      headers: { 'x-forwarded-for': '198.51.100.1, 192.0.2.1, 203.0.113.7' },
    });
    expect(status).toBe(201);
    const [entry] = await server.client.list('/internal/audit?action=app.created', 'operator');
    expect(entry).toMatchObject({ address, request_id: headers.get('x-request-id') });
    await server.stop();
  });
});
