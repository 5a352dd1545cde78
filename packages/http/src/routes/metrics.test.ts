import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createHttpHandler } from '../create-http-handler.ts';
import type { HttpDeps } from '../http-deps.ts';
import { openRig, type Rig } from '../test-rig/open-rig.test.support.ts';
import { rawExchange } from '../test-rig/raw-exchange.test.support.ts';
import { refusal } from '../test-rig/refusal.test.support.ts';
import { opsRoutes } from './ops-routes.ts';

let rig: Rig;
let deps: HttpDeps;

beforeAll(async () => {
  rig = await openRig((own) => {
    deps = { ...own, metrics: async () => '# TYPE up gauge\nup{a="ü"} 1\n' };
    return deps;
  });
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

describe('the metrics', () => {
  test('are text for the operator', async () => {
    const answer = await rig.operator('/metrics');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await answer.text()).toBe('# TYPE up gauge\nup{a="ü"} 1\n');
  });

  test('are not for others, nor with parameters', async () => {
    expect(await refusal(await rig.send('/metrics'))).toEqual([401, 'operator-refused']);
    const answer = await rig.operator('/metrics?name=up');
    expect(await refusal(answer)).toEqual([400, 'request-invalid', '/query/name']);
  });

  test('are open on a port of their own, which answers nothing else', async () => {
    const server = createServer(createHttpHandler(deps, { routes: opsRoutes }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const statuses = ['/metrics', '/healthz', '/readyz', '/internal/apps', '/api/calls'].map(
      async (path) => {
        const parts = [`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`];
        return (await rawExchange({ port, parts })).slice(9, 12);
      },
    );
    expect(await Promise.all(statuses)).toEqual(['200', '200', '200', '404', '404']);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
