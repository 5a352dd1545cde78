import { afterAll, beforeAll, expect, test } from 'vitest';

import { DOCS_FILES } from '../docs/docs-files.ts';
import type { Auth, Route } from '../route.ts';
import {
  OPERATOR_SECRET,
  openRig,
  type Rig,
  type Tenant,
} from '../test-rig/open-rig.test.support.ts';
import { refusal } from '../test-rig/refusal.test.support.ts';
import { routes } from './routes.ts';

let rig: Rig;
let tenant: Tenant;

beforeAll(async () => {
  rig = await openRig();
  tenant = await rig.createTenant('Only');
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

const ID = '00000000-0000-7000-8000-000000000000';

const addressOf = ({ path }: Route): string =>
  path
    .replace(':app_id', tenant.appId)
    .replace(':hook_id', tenant.hookPath.split('/').at(-1) ?? '')
    .replace(':file', DOCS_FILES[0])
    .replace(':id', ID);

const hookQuery = () => `?hook_id=${tenant.hookPath.split('/').at(-1) ?? ''}`;
const QUERIES: Readonly<Record<string, () => string>> = {
  '/internal/subscriptions/call': hookQuery,
  '/internal/subscriptions/sms': hookQuery,
  '/internal/subscriptions/agent_status': hookQuery,
  '/internal/webhooks/create': () => `?app_id=${tenant.appId}`,
};

const credentials = (auth: Auth): Readonly<Record<string, string>> => ({
  ...(auth === 'operator' ? { authorization: `Bearer ${OPERATOR_SECRET}` } : {}),
  ...(auth === 'app' ? { 'x-app-api-key': tenant.apiKey } : {}),
});

const call = (route: Route, address: string, init: RequestInit = {}) =>
  rig.send(address, { method: route.method, headers: credentials(route.auth), ...init });

const titleOf = ({ method, path }: Route): string => `${method} ${path}`;

for (const route of routes.filter(({ ignoresQuery }) => ignoresQuery !== true)) {
  test(`${titleOf(route)} takes no parameter that it does not declare`, async () => {
    const answer = await call(route, `${addressOf(route)}?nonsense=1&api_key=raw_secret`);
    const text = await answer.clone().text();
    expect(await refusal(answer)).toEqual([
      400,
      'request-invalid',
      '/query/nonsense',
      '/query/api_key',
    ]);
    expect(text).not.toContain('raw_secret');
  });
}

for (const route of routes.filter(({ auth }) => auth === 'app' || auth === 'operator')) {
  test(`${titleOf(route)} is for who may, and says nothing else to others`, async () => {
    const [code, other] =
      route.auth === 'app'
        ? (['key-refused', 'operator'] as const)
        : (['operator-refused', 'app'] as const);
    for (const headers of [{}, credentials(other)]) {
      const answer = await call(route, `${addressOf(route)}?nonsense=1`, { headers });
      expect(await refusal(answer)).toEqual([401, code]);
    }
  });
}

for (const route of routes.filter(({ auth }) => auth !== 'none')) {
  test(`${titleOf(route)} shows its problems to a browser as declared`, async () => {
    // A proof that is wrong for every kind of route.
    const headers = { accept: 'text/html', authorization: 'Bearer wrong' };
    const answer = await call(route, addressOf(route), { headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      401,
      route.isForPeople === true ? 'text/html; charset=utf-8' : 'application/problem+json',
    ]);
  });
}

for (const route of routes.filter(({ body }) => body.kind === 'json')) {
  test(`${titleOf(route)} takes no field that it does not declare`, async () => {
    const answer = await call(route, addressOf(route) + (QUERIES[route.path]?.() ?? ''), {
      body: '{"nonsense":1}',
      headers: { ...credentials(route.auth), 'content-type': 'application/json' },
    });
    const [status, , ...pointers] = await refusal(answer);
    expect(status).toBe(400);
    expect(pointers).toContain('/body/nonsense');
  });
}

for (const route of routes.filter(({ path }) => path.includes(':'))) {
  test(`${titleOf(route)} has nothing under an id that cannot be one`, async () => {
    for (const id of ['%00', '%ff', 'a%20b', 'x'.repeat(900)]) {
      const answer = await call(route, route.path.replace(/:\w+/, id));
      expect(await refusal(answer)).toEqual([404, 'not-found']);
    }
  });
}
