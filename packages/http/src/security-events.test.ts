import { errAsync } from 'neverthrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  openRig,
  PLAIN_SECRET,
  type Rig,
  sign,
  type Tenant,
} from './test-rig/open-rig.test.support.ts';

let rig: Rig;
let tenant: Tenant;

beforeAll(async () => {
  rig = await openRig();
  tenant = await rig.createTenant('Guarded');
  // With more than one app nothing says whose an event of the plain path is.
  await rig.createTenant('Other');
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

/** What a request made the handler tell, and nothing of what came before. */
async function toldBy<Row>(told: readonly Row[], request: () => Promise<Response>) {
  const before = told.length;
  await request();
  return told.slice(before);
}
const eventsOf = (request: () => Promise<Response>) => toldBy(rig.securityEvents, request);
const deliveriesOf = (request: () => Promise<Response>) => toldBy(rig.deliveries, request);
const post = (path: string, body: string) => rig.send(path, { method: 'POST', body });
const hookId = () => tenant.hookPath.split('/').at(-1);
const call = (id: number) => ({
  call_id: id,
  state: 'ringing',
  event_timestamp: 1_790_000_000_000,
});

describe('a security event', () => {
  test('is a refused key', async () => {
    const request = () =>
      rig.send('/api/calls/5?x=1', {
        headers: { 'x-app-api-key': tenant.apiKey.slice(0, -1), 'x-request-id': 'refused-key-1' },
      });
    expect(await eventsOf(request)).toEqual([
      {
        kind: 'key-refused',
        requestId: 'refused-key-1',
        method: 'GET',
        route: '/api/calls/:id',
        address: '127.0.0.1',
      },
    ]);
  });

  test('is a refused operator', async () => {
    const init = { headers: { 'x-request-id': 'refused-operator-1' } };
    const path = '/internal/apps/canary-in-the-path/api-key/status';
    expect(await eventsOf(() => rig.send(path, init))).toEqual([
      {
        kind: 'operator-refused',
        requestId: 'refused-operator-1',
        method: 'GET',
        route: '/internal/apps/:app_id/api-key/status',
        address: '127.0.0.1',
      },
    ]);
  });

  test('is a refused signature, with its hook and the reason that its sender never learns', async () => {
    const token = sign(call(1), PLAIN_SECRET);
    expect(await eventsOf(() => post(tenant.hookPath, token))).toMatchObject([
      { kind: 'signature-refused', hookId: hookId(), reason: 'signature-differs' },
    ]);
    expect(await eventsOf(() => post('/webhooks/dialpad', 'x'))).toMatchObject([
      { kind: 'signature-refused', hookId: 'default', reason: 'not-three-segments' },
    ]);
  });

  test('is a quota that is exceeded, with its policy and whose it is', async () => {
    const limited = await openRig((deps) => ({
      rateLimiter: {
        ...deps.rateLimiter,
        take: (policy, key) =>
          policy.name === 'app'
            ? deps.rateLimiter.take(policy, key).map((state) => ({ ...state, isAllowed: false }))
            : deps.rateLimiter.take(policy, key),
      },
    }));
    const { apiKey, appId } = await limited.createTenant('Limited');
    const events = await toldBy(limited.securityEvents, () =>
      limited.send('/api/calls', { headers: { 'x-app-api-key': apiKey } }),
    );
    await limited.close();
    expect(events).toMatchObject([
      { kind: 'quota-exceeded', reason: 'app', appId, keyId: apiKey.slice(4, 16) },
    ]);
  });

  test('is what an operator does, and not what one reads or fails to do', async () => {
    const { appId } = tenant;
    expect(await eventsOf(() => rig.operator('/internal/apps', { name: 'Made' }))).toMatchObject([
      { kind: 'operator-act', method: 'POST', route: '/internal/apps', address: '127.0.0.1' },
    ]);
    expect(
      await eventsOf(() => rig.operator(`/internal/apps/${appId}/api-key`, { name: 'second' })),
    ).toMatchObject([{ kind: 'operator-act', appId }]);
    expect(await eventsOf(() => rig.operator('/internal/apps'))).toEqual([]);
    const dryRun = { all: true, dry_run: true };
    expect(await eventsOf(() => rig.operator('/internal/dead-letters/purge', dryRun))).toEqual([]);
    expect(await eventsOf(() => rig.operator('/internal/apps', { name: ' ' }))).toEqual([]);
  });

  test('is a payload that an operator looks at', async () => {
    await rig.deliver(tenant, call(77));
    const { rows } = (await rig.storage.eventStore.events({}, { limit: 1 }))._unsafeUnwrap();
    const path = `/internal/events/${rows[0]?.id}`;
    expect(await eventsOf(() => rig.operator(path))).toEqual([]);
    expect(await eventsOf(() => rig.operator(`${path}?payload=true`))).toMatchObject([
      { kind: 'operator-act', method: 'GET', route: '/internal/events/:id' },
    ]);
  });

  test('is nothing of all else', async () => {
    const requests = [
      () => rig.api(tenant, '/api/calls'),
      () => rig.api(tenant, '/api/calls?nope=1'),
      () => rig.send('/healthz'),
      () => rig.send('/nothing'),
      () => rig.deliver(tenant, call(3)),
    ];
    for (const request of requests) expect(await eventsOf(request)).toEqual([]);
  });
});

describe('a delivery', () => {
  test('is told of with its outcome, once', async () => {
    const token = sign(call(10), tenant.secret);
    const own = (outcome: string) => [{ hookId: hookId(), outcome }];
    const nobody = (outcome: string) => [{ hookId: null, outcome }];
    expect(await deliveriesOf(() => post(tenant.hookPath, token))).toEqual(own('stored'));
    expect(await deliveriesOf(() => post(tenant.hookPath, token))).toEqual(own('duplicate'));
    const odd = sign('[1]', tenant.secret);
    expect(await deliveriesOf(() => post(tenant.hookPath, odd))).toEqual(own('set-aside'));
    expect(await deliveriesOf(() => post(tenant.hookPath, 'x'))).toEqual(own('signature-refused'));
    const plain = sign(call(11), PLAIN_SECRET);
    expect(await deliveriesOf(() => post('/webhooks/dialpad', plain))).toEqual([
      { hookId: 'default', outcome: 'unrouted' },
    ]);
    const unknown = `/webhooks/dialpad/${'U'.repeat(22)}`;
    expect(await deliveriesOf(() => post(unknown, token))).toEqual(nobody('hook-not-found'));
    expect(await deliveriesOf(() => post('/webhooks/dialpad/a%00', token))).toEqual(
      nobody('hook-not-found'),
    );
    const large = 'x'.repeat(1024 * 1024 + 1);
    expect(await deliveriesOf(() => post(tenant.hookPath, large))).toEqual(nobody('refused'));
  });

  test.each([
    ['a store that is away', () => errAsync({ kind: 'store-unavailable' as const, cause: 'x' })],
    [
      'a bug',
      () => {
        throw new Error('a bug');
      },
    ],
  ])('that meets %s is told of as well', async (_, receiveEvent) => {
    const troubled = await openRig(() => ({ receiveEvent }));
    const request = () => troubled.send('/webhooks/dialpad', { method: 'POST', body: 'x' });
    expect(await toldBy(troubled.deliveries, request)).toEqual([
      { hookId: null, outcome: 'unavailable' },
    ]);
    await troubled.close();
  });
});
