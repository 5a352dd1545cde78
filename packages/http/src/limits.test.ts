import { createMemoryRateLimiter } from '@dialpad-cti/core/memory';
import { errAsync, ResultAsync } from 'neverthrow';
import { afterEach, describe, expect, test } from 'vitest';

import type { RequestLimits } from './limits/request-limits.ts';
import { Problem } from './problem.ts';
import {
  OPERATOR_SECRET,
  openRig,
  type Rig,
  sign,
  type Tenant,
} from './test-rig/open-rig.test.support.ts';
import { rawExchange } from './test-rig/raw-exchange.test.support.ts';

const LIMITS: RequestLimits = {
  app: { name: 'app', quota: 3, windowSeconds: 60 },
  operator: { name: 'operator', quota: 6, windowSeconds: 60 },
  keyFailures: { name: 'key-failures', quota: 2, windowSeconds: 60 },
  operatorFailures: { name: 'operator-failures', quota: 2, windowSeconds: 60 },
};

let rig: Rig;
let tenant: Tenant;

async function open(overrides: Parameters<typeof openRig>[0] = () => ({})): Promise<void> {
  rig = await openRig((deps) => ({
    limits: LIMITS,
    // Its clock stands still, so that no window ends during a test.
    rateLimiter: createMemoryRateLimiter({ now: () => 0 }),
    ...overrides(deps),
  }));
  tenant = await rig.createTenant('Limited');
}

afterEach(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

const quotaOf = ({ status, headers }: Response) => [
  status,
  headers.get('ratelimit-policy'),
  headers.get('ratelimit'),
  headers.get('retry-after'),
];
const wrongKey = (headers: Record<string, string> = {}) =>
  rig.send('/api/calls', { headers: { 'x-app-api-key': 'wrong', ...headers } });
const wrongSecret = (headers: Record<string, string> = {}) =>
  rig.operator('/internal/queue', undefined, {
    headers: { authorization: 'Bearer wrong', ...headers },
  });

describe('a key', () => {
  test('is told what it has left, on every answer, and then when to come back', async () => {
    await open();
    const answers: unknown[] = [];
    for (const path of ['/api/calls', '/api/calls?nope=1', '/api/calls/1', '/api/messages']) {
      answers.push(quotaOf(await rig.api(tenant, path)));
    }
    const policy = '"app";q=3;w=60';
    expect(answers).toEqual([
      [200, policy, '"app";r=2;t=60', null],
      [400, policy, '"app";r=1;t=60', null],
      [404, policy, '"app";r=0;t=60', null],
      [429, policy, '"app";r=0;t=60', '60'],
    ]);
    const refused = await rig.api(tenant, '/api/calls');
    expect(Problem.parse(await refused.json()).code).toBe('quota-exceeded');
  });

  test('has a quota of its own', async () => {
    await open();
    const other = await rig.createTenant('Other');
    for (let turn = 0; turn < 4; turn += 1) await rig.api(tenant, '/api/calls');
    expect((await rig.api(other, '/api/calls')).status).toBe(200);
  });

  test('that is wrong is 401 and then 429, and holds no right one up', async () => {
    await open();
    const wrong = [await wrongKey(), await wrongKey(), await wrongKey()];
    expect(wrong.map(({ status }) => status)).toEqual([401, 401, 429]);
    expect((await rig.api(tenant, '/api/calls')).status).toBe(200);
  });
});

describe('an operator', () => {
  test('has a quota', async () => {
    await open();
    // Two requests made the tenant.
    const answers: unknown[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      answers.push(quotaOf(await rig.operator('/internal/queue')));
    }
    const policy = '"operator";q=6;w=60';
    expect(answers).toEqual([
      [200, policy, '"operator";r=3;t=60', null],
      [200, policy, '"operator";r=2;t=60', null],
      [200, policy, '"operator";r=1;t=60', null],
      [200, policy, '"operator";r=0;t=60', null],
      [429, policy, '"operator";r=0;t=60', '60'],
    ]);
  });

  test('is not heard any more from an address of too many wrong secrets', async () => {
    await open();
    const wrong = [await wrongSecret(), await wrongSecret(), await wrongSecret()];
    expect(wrong.map(({ status }) => status)).toEqual([401, 401, 429]);
    const right = await rig.operator('/internal/queue');
    expect(quotaOf(right)).toEqual([
      429,
      '"operator-failures";q=2;w=60',
      '"operator-failures";r=0;t=60',
      '60',
    ]);
    // That says nothing of keys.
    expect((await rig.api(tenant, '/api/calls')).status).toBe(200);
  });

  test('is not found by trying many at once', async () => {
    await open();
    const wrong = await Promise.all(Array.from({ length: 50 }, () => wrongSecret()));
    expect(wrong.filter(({ status }) => status === 401)).toHaveLength(2);
    expect(wrong.filter(({ status }) => status === 429)).toHaveLength(48);
    expect(rig.securityEvents.filter(({ kind }) => kind !== 'operator-act')).toHaveLength(50);
  });

  test('is not found by guesses that all come before the first of them is counted', async () => {
    const memory = createMemoryRateLimiter({ now: () => 0 });
    const turn = () => ResultAsync.fromSafePromise<unknown, never>(new Promise(setImmediate));
    await open(() => ({
      rateLimiter: {
        take: (policy, key) => turn().andThen(() => memory.take(policy, key)),
        peek: (policy, key) => turn().andThen(() => memory.peek(policy, key)),
      },
    }));
    const ask = (secret: string, more = '') =>
      `GET /internal/queue HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${secret}\r\n${more}\r\n`;
    const wrong = Array.from({ length: 9 }, () => ask('wrong')).join('');
    const parts = [wrong + ask(OPERATOR_SECRET, 'Connection: close\r\n')];
    const answers = await rawExchange({ port: rig.port, parts });
    expect(answers.match(/(?<=HTTP\/1\.1 )\d{3}/g)).toEqual([
      ...Array.from({ length: 2 }, () => '401'),
      ...Array.from({ length: 8 }, () => '429'),
    ]);
  });

  test('is refused in one body for every reason', async () => {
    await open(() => ({
      limits: { ...LIMITS, operatorFailures: { ...LIMITS.operator, quota: 99 } },
    }));
    const given = [
      {},
      { authorization: '' },
      { authorization: 'Bearer' },
      { authorization: 'Bearer wrong' },
      { authorization: 'Bearer an-operator-secret-of-32-letter' },
      { authorization: 'Bearer an-operator-secret-of-32-letters!' },
      { authorization: 'Basic an-operator-secret-of-32-letters' },
      { authorization: 'an-operator-secret-of-32-letters' },
      { 'x-app-api-key': tenant.apiKey },
    ];
    const bodies = await Promise.all(
      given.map(async (headers: Record<string, string>) => {
        const init = { headers: { ...headers, 'x-request-id': 'the-same-id' } };
        const answer = await rig.send('/internal/queue', init);
        return `${answer.status} ${await answer.text()}`;
      }),
    );
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toMatch(/^401 .*"code":"operator-refused"/);
  });
});

describe('an address', () => {
  const from = (forwarded: string) => ({ 'x-forwarded-for': forwarded });

  test('that a client makes up changes nothing', async () => {
    await open();
    const wrong = [
      await wrongSecret(from('198.51.100.1')),
      await wrongSecret(from('198.51.100.2')),
      await wrongSecret(from('198.51.100.3')),
    ];
    expect(wrong.map(({ status }) => status)).toEqual([401, 401, 429]);
  });

  test('is what the trusted proxies say, and not what stands in front of them', async () => {
    await open(() => ({ trustedProxyHops: 1 }));
    const statuses: number[] = [];
    for (const made of ['6.6.6.1', '6.6.6.2', '6.6.6.3']) {
      statuses.push((await wrongKey(from(`${made}, 198.51.100.1`))).status);
    }
    expect(statuses).toEqual([401, 401, 429]);
    expect((await wrongKey(from('198.51.100.2'))).status).toBe(401);
    expect(rig.securityEvents.map(({ address }) => address).slice(-2)).toEqual([
      '198.51.100.1',
      '198.51.100.2',
    ]);
  });

  test('of IPv6 counts with all others of its /64', async () => {
    await open(() => ({ trustedProxyHops: 1 }));
    const statuses: number[] = [];
    for (const host of ['1', 'ffff', '1:2:3:4', 'dead:beef']) {
      const separator = host.split(':').length === 4 ? ':' : '::';
      statuses.push((await wrongSecret(from(`2001:db8:1:2${separator}${host}`))).status);
    }
    expect(statuses).toEqual([401, 401, 429, 429]);
    expect((await wrongSecret(from('2001:db8:1:3::1'))).status).toBe(401);
  });
});

describe('a webhook', () => {
  test('is never told to come back later for its number', async () => {
    await open();
    const payload = { call_id: 1, state: 'ringing', event_timestamp: 1_790_000_000_000 };
    const body = sign(payload, tenant.secret);
    for (let turn = 0; turn < 20; turn += 1) {
      const answer = await rig.send(tenant.hookPath, { method: 'POST', body });
      expect(quotaOf(answer)).toEqual([200, null, null, null]);
      expect((await rig.send(tenant.hookPath, { method: 'POST', body: 'x' })).status).toBe(401);
    }
  });
});

describe('a limiter that fails', () => {
  test('stops nobody', async () => {
    const away = () => errAsync({ kind: 'store-unavailable' as const, cause: 'away' });
    await open(() => ({ rateLimiter: { take: away, peek: away } }));
    expect(quotaOf(await rig.api(tenant, '/api/calls'))).toEqual([200, null, null, null]);
    expect(quotaOf(await rig.operator('/internal/queue'))).toEqual([200, null, null, null]);
    expect((await wrongKey()).status).toBe(401);
    expect((await wrongSecret()).status).toBe(401);
  });
});
