import { errAsync, okAsync } from 'neverthrow';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { Problem } from './problem.ts';
import { jsonOf, openRig, type Rig, type Tenant } from './test-rig/open-rig.test.support.ts';

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

  test('asks for https from now on where the world comes in by https', async () => {
    const secure = await openRig(() => ({ publicUrl: 'https://cti.example.com' }));
    const { headers } = await secure.send('/healthz');
    await secure.close();
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
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
      keyStore: { app: away, apps: away },
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
