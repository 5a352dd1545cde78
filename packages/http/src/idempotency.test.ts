import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { Problem } from './problem.ts';
import { type Json, jsonOf, openRig, type Rig } from './test-rig/open-rig.test.support.ts';

let rig: Rig;
let nextKey = 0;

beforeAll(async () => {
  rig = await openRig();
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

const newKey = () => `key-of-a-test-${++nextKey}`;
const create = (key: string, body: unknown, path = '/internal/apps') =>
  rig.operator(path, body, { headers: { 'idempotency-key': key } });
const appsNamed = async (name: string) => {
  const { data } = await jsonOf(await rig.operator('/internal/apps?limit=200'));
  return (data as Json[]).filter((app) => app['name'] === name).length;
};

describe('an Idempotency-Key', () => {
  test('has twenty requests at once do the work once, and gives them one answer', async () => {
    const key = newKey();
    const eventsBefore = rig.securityEvents.length;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => create(key, { name: 'Once' })),
    );
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toContain('"api_key":"raw_');
    expect(await appsNamed('Once')).toBe(1);
    expect(rig.securityEvents.slice(eventsBefore)).toMatchObject([{ kind: 'operator-act' }]);
  });

  test('gives the answer again later, in quotes or without, with an id of its own', async () => {
    const key = newKey();
    const first = await create(key, { name: 'Again' });
    const again = await create(`"${key}"`, { name: 'Again' });
    expect(await again.text()).toBe(await first.text());
    expect(again.headers.get('content-type')).toBe('application/json');
    expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    expect(await appsNamed('Again')).toBe(1);
  });

  test('is refused for anything else: body, path or query', async () => {
    const key = newKey();
    const created = await jsonOf(await create(key, { name: 'First' }));
    const appId = String(created['app_id']);
    const others = [
      await create(key, { name: 'Second' }),
      await create(key, { register: false }, `/internal/webhooks/create?app_id=${appId}`),
      await create(key, { name: 'First' }, `/internal/apps/${appId}/api-key`),
    ];
    for (const answer of others) {
      expect(answer.status).toBe(422);
      expect(Problem.parse(await answer.json()).code).toBe('idempotency-key-reused');
    }
    expect(await appsNamed('Second')).toBe(0);
  });

  test('is not used up by a request that fails', async () => {
    const key = newKey();
    expect((await create(key, { name: ' ' })).status).toBe(400);
    expect((await create(key, { name: 'Mended' })).status).toBe(201);
  });

  test.each(['x'.repeat(256), '""', 'caf\u00e9'])('of an odd form is named: %s', async (key) => {
    const answer = await create(key, { name: 'Odd' });
    expect(answer.status).toBe(400);
    expect(Problem.parse(await answer.json()).errors).toEqual([
      { pointer: '/header/idempotency-key', detail: 'must be 1 to 255 printable ASCII characters' },
    ]);
    expect(await appsNamed('Odd')).toBe(0);
  });

  test('comes after the proof of who asks', async () => {
    const key = newKey();
    await create(key, { name: 'Proven' });
    const answer = await rig.operator(
      '/internal/apps',
      { name: 'Proven' },
      { headers: { 'idempotency-key': key, authorization: 'Bearer wrong' } },
    );
    expect(answer.status).toBe(401);
  });

  test('means nothing to requests that only read, and none means: each one counts', async () => {
    const headers = { 'idempotency-key': 'x'.repeat(300) };
    expect((await rig.operator('/internal/apps', undefined, { headers })).status).toBe(200);
    await rig.operator('/internal/apps', { name: 'Twice' });
    await rig.operator('/internal/apps', { name: 'Twice' });
    expect(await appsNamed('Twice')).toBe(2);
  });
});
