import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import type { HttpDeps } from './http-deps.ts';
import { Problem } from './problem.ts';
import { opsRoutes } from './routes/ops-routes.ts';
import { jsonOf, openRig, type Rig, type Tenant } from './test-rig/open-rig.test.support.ts';
import { rawExchange } from './test-rig/raw-exchange.test.support.ts';

const GUARDS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

let rig: Rig;
let tenant: Tenant;

beforeAll(async () => {
  rig = await openRig();
  tenant = await rig.createTenant('Headers');
});
afterAll(() => rig.close());

describe('every answer', () => {
  test('has a request id: the client’s if it is well-formed, else ours', async () => {
    const idOf = async (given: string) => {
      const answer = await rig.send('/nothing', { headers: { 'x-request-id': given } });
      const { instance } = Problem.parse(await answer.json());
      expect(answer.headers.get('x-request-id')).toBe(instance);
      return instance;
    };
    expect(await idOf('client_id-0001')).toBe('client_id-0001');
    for (const odd of [
      'short',
      'x'.repeat(65),
      'with blank id',
      '<script>1</script>',
      '"12345678"',
    ]) {
      expect(await idOf(odd)).toMatch(/^request-\d+$/);
    }
  });

  test('says nothing of what serves it', async () => {
    for (const path of ['/healthz', '/nothing', '/api/calls']) {
      const { headers } = await rig.send(path);
      expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
      expect(headers.get('strict-transport-security')).toBeNull();
    }
  });

  test('is kept by nobody, framed by nobody and taken for nothing else', async () => {
    const answers = [
      await rig.send('/healthz'),
      await rig.send('/nothing'),
      await rig.send('/api/calls'),
      await rig.api(tenant, '/api/calls'),
      await rig.send('/api/calls', { method: 'OPTIONS' }),
      await rig.send('/internal/apps', { method: 'PATCH' }),
      await rig.operator('/internal/queue'),
      await rig.send('/webhooks/dialpad', { method: 'POST', body: 'x' }),
    ];
    for (const { headers } of answers) {
      expect(Object.fromEntries(headers)).toMatchObject(GUARDS);
    }
  });

  test('also to what is no request, is guarded alike', async () => {
    const secure = await openRig(undefined, { strictTransport: true });
    const answer = await rawExchange({ port: secure.port, parts: ['no request\r\n\r\n'] });
    await secure.close();
    const guards = { ...GUARDS, 'strict-transport-security': 'max-age=31536000' };
    for (const [name, value] of Object.entries(guards)) {
      expect(answer.toLowerCase()).toContain(`\r\n${name}: ${value.toLowerCase()}\r\n`);
    }
  });

  test('asks for https from now on where the world comes in by https, or is to', async () => {
    const strictly = async (overrides: Partial<HttpDeps>) => {
      const secure = await openRig(() => overrides);
      const { headers } = await secure.send('/healthz');
      await secure.close();
      return headers.get('strict-transport-security');
    };
    expect(await strictly({ publicUrl: 'https://cti.example.com' })).toBe('max-age=31536000');
    expect(await strictly({ strictTransport: true })).toBe('max-age=31536000');
  });

  test('to HEAD is that to GET without its body', async () => {
    const headers = { 'x-app-api-key': tenant.apiKey };
    const get = await rig.send('/api/calls', { headers });
    const head = await rig.send('/api/calls', { headers, method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
  });

  test('to another method names the ones there are', async () => {
    const wrong = await rig.send('/internal/apps', { method: 'DELETE' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST, HEAD, GET, OPTIONS']);
    const options = await rig.send('/api/calls/active', { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'HEAD, GET, OPTIONS']);
  });
});

describe('the log', () => {
  test('names route, caller and outcome of a request, and nothing that was in it', async () => {
    const headers = { 'x-app-api-key': tenant.apiKey, 'x-request-id': 'logged-request-1' };
    await rig.send('/api/calls/secret-id?nope=secret', { headers });
    await vi.waitFor(() => {
      const log = rig.logs.find(({ requestId }) => requestId === 'logged-request-1');
      expect(log).toEqual({
        requestId: 'logged-request-1',
        method: 'GET',
        route: '/api/calls/:id',
        status: 400,
        durationMs: expect.any(Number),
        isAborted: false,
        appId: tenant.appId,
        keyId: tenant.apiKey.slice(4, 16),
        code: 'request-invalid',
      });
    }, 20_000);
  });

  test('has one line a request, also for one that no route took', async () => {
    await rig.send('/nothing', { headers: { 'x-request-id': 'logged-request-2' } });
    await vi.waitFor(() => {
      const lines = rig.logs.filter(({ requestId }) => requestId === 'logged-request-2');
      expect(lines).toMatchObject([{ route: null, status: 404, code: 'route-not-found' }]);
    }, 20_000);
  });
});

describe('a key or secret in the query', () => {
  const canary = 'canary-of-a-secret-that-nobody-may-see';

  test.each(['x-app-api-key', 'api_key', 'key', 'token', 'authorization', 'access_token'])(
    'is refused as %s, and neither logged nor repeated',
    async (name) => {
      const text = JSON.stringify([
        await problemTo(`/api/calls?${name}=${canary}`),
        await problemTo(`/api/calls?${name}=${tenant.apiKey}`),
        rig.logs,
        rig.securityEvents,
      ]);
      expect(text).toContain(`/query/${name} is not a parameter of this route.`);
      expect(text).not.toContain(canary);
      expect(text).not.toContain(tenant.apiKey.slice(17));
      // Alone it proves nothing.
      expect((await rig.send(`/api/calls?${name}=${tenant.apiKey}`)).status).toBe(401);
    },
  );

  test('is not repeated either where a name should stand', async () => {
    const problem = await problemTo(`/api/calls?${tenant.apiKey}`);
    expect(problem.errors).toEqual([
      { pointer: '/query/raw_\u2026', detail: 'is not a parameter of this route' },
    ]);
    expect(JSON.stringify(problem)).not.toContain(tenant.apiKey.slice(17, 30));
  });

  async function problemTo(path: string): Promise<Problem> {
    const answer = await rig.api(tenant, path);
    expect(answer.status).toBe(400);
    return Problem.parse(await answer.json());
  }
});

describe('an answer that does not come', () => {
  test('of the API or to an operator is 503 after the deadline', async () => {
    const never = () => new ResultAsync<never, never>(new Promise(() => {}));
    const slow = await openRig((deps) => ({
      apiDeadlineMs: 20,
      authenticateAppKey: () => okAsync({ appId: 'a', keyId: 'k', keyName: 'default' }),
      recordReader: { ...deps.recordReader, calls: never },
      createApp: never,
    }));
    const answers = [
      await slow.send('/api/calls', { headers: { 'x-app-api-key': 'k' } }),
      await slow.operator('/internal/apps', { name: 'x' }),
      await slow.operator('/internal/apps', { name: 'x' }, { headers: { 'idempotency-key': 'k' } }),
    ];
    for (const answer of answers) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    }
    await slow.close();
  });

  test('counts as the operator’s act when its work is done after all', async () => {
    const held = Promise.withResolvers<void>();
    const slow = await openRig((deps) => ({
      apiDeadlineMs: 20,
      createApp: (...given) =>
        ResultAsync.fromSafePromise(held.promise).andThen(() => deps.createApp(...given)),
    }));
    const request = () =>
      slow.operator('/internal/apps', { name: 'x' }, { headers: { 'idempotency-key': 'k' } });
    expect((await request()).status).toBe(503);
    expect(slow.securityEvents).toEqual([]);
    held.resolve();
    await vi.waitFor(
      () => expect(slow.securityEvents).toMatchObject([{ kind: 'operator-act' }]),
      20_000,
    );
    expect((await request()).status).toBe(201);
    expect(slow.securityEvents).toHaveLength(1);
    await slow.close();
  });
});

describe('a bug that shows after the deadline', () => {
  test('is reported with the id of its request', async () => {
    const held = Promise.withResolvers<never>();
    const told: unknown[] = [];
    const slow = await openRig(() => ({
      apiDeadlineMs: 20,
      createApp: () => ResultAsync.fromSafePromise<never, never>(held.promise),
      onFault: (error, requestId) => void told.push([error, requestId]),
    }));
    const init = { headers: { 'x-request-id': 'the-late-request' } };
    expect((await slow.operator('/internal/apps', { name: 'x' }, init)).status).toBe(503);
    const bug = new Error('a bug');
    held.reject(bug);
    await vi.waitFor(() => expect(told).toEqual([[bug, 'the-late-request']]), 20_000);
    await slow.close();
  });
});

describe('a list of routes', () => {
  test('is all that is served', async () => {
    const few = await openRig(undefined, { routes: opsRoutes });
    expect((await few.send('/healthz')).status).toBe(200);
    const metrics = await few.send('/metrics');
    expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await metrics.text()).toBe('# HELP up Whether it runs.\nup 1\n');
    // Not by fetch: its answers are held to the contract of all routes.
    const parts = ['GET /api/calls HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'];
    expect(await rawExchange({ port: few.port, parts })).toMatch(/^HTTP\/1\.1 404 /);
    await few.close();
  });

  test('with a route that is not declared as it must be does not start', async () => {
    const [route] = opsRoutes;
    const undeclared = opsRoutes.map((one) => (one === route ? { ...one, summary: '' } : one));
    await expect(openRig(undefined, { routes: undeclared })).rejects.toThrow('/healthz');
  });
});

describe('trouble behind a port', () => {
  test('is 503 with a time to come back, on every route, and says nothing of its cause', async () => {
    const away = () => errAsync({ kind: 'store-unavailable' as const, cause: new Error('secret') });
    const troubled = await openRig((deps) => ({
      authenticateAppKey: () => okAsync({ appId: 'a', keyId: 'k', keyName: 'default' }),
      recordReader: {
        ...deps.recordReader,
        calls: away,
        activeCalls: away,
        call: away,
        callEvents: away,
      },
      eventStore: { events: away, queue: away },
      keyStore: { ...deps.keyStore, app: away, apps: away },
    }));
    const paths = ['/api/calls', '/api/calls/active', '/api/calls/1', '/api/calls/1/events'];
    const operatorPaths = ['/internal/queue', '/internal/events', '/internal/apps'];
    const answers = [
      ...paths.map((path) => troubled.send(path, { headers: { 'x-app-api-key': 'k' } })),
      ...operatorPaths.map((path) => troubled.operator(path)),
    ];
    for (const answer of await Promise.all(answers)) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
      expect(await answer.text()).not.toContain('secret');
    }
    await troubled.close();
  });

  test('shows in readiness, and not in health', async () => {
    const checks = { database: 'no connection', migrations: 'ok' };
    const troubled = await openRig(() => ({ readiness: async () => ({ ready: false, checks }) }));
    const ready = await troubled.send('/readyz');
    expect([ready.status, ready.headers.get('retry-after')]).toEqual([503, '1']);
    expect(Problem.parse(await ready.json())).toMatchObject({ code: 'not-ready', checks });
    expect((await troubled.send('/healthz')).status).toBe(200);
    await troubled.close();
    expect(await jsonOf(await rig.send('/readyz'))).toEqual({
      success: true,
      status: 'ready',
      checks: { database: 'ok' },
    });
  });

  test('of a kind that must not happen is 500 without details, and reported once', async () => {
    const troubled = await openRig(() => ({
      readiness: () => Promise.reject(new Error('secret')),
    }));
    const answer = await troubled.send('/readyz');
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toContain('secret');
    expect(Problem.parse(JSON.parse(text)).code).toBe('unexpected');
    expect(troubled.faults).toEqual([new Error('secret')]);
    await troubled.close();
  });
});
