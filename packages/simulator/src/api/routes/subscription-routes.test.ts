import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type ApiRig, openApiRig } from '../api-rig.test.support.ts';

const SUBSCRIPTIONS = '/api/v2/subscriptions';

let rig: ApiRig;
let webhook: { readonly id: string };

beforeEach(async () => {
  rig = await openApiRig({ hasLimits: false });
  const body = { hook_url: 'https://cti.example/hooks/a', secret: 'puppy' };
  webhook = (await rig.ask('POST', '/api/v2/webhooks', { body })).body;
});
afterEach(() => rig.close());

const create = (kind: string, body: object) =>
  rig.ask('POST', `${SUBSCRIPTIONS}/${kind}`, { body: { endpoint_id: webhook.id, ...body } });

describe('subscriptions', () => {
  test.each([
    ['call', { call_states: ['hangup', 'recording'], group_calls_only: true }, {}],
    ['call', {}, {}],
    ['sms', { direction: 'all' }, { status: false, include_internal: false }],
    ['sms', { direction: 'inbound', status: true, include_internal: true }, {}],
    ['agent_status', { agent_type: 'callcenter' }, {}],
    ['contact', { contact_type: 'shared' }, {}],
    ['changelog', {}, {}],
  ])('of %s are made, shown, listed and deleted with %o', async (kind, terms, defaults) => {
    const made = await create(kind, { ...terms, nonsense: 1, target_id: null });
    const id = '5000000000000002';
    const shown = { id, enabled: true, ...terms, ...defaults, webhook };
    expect(made).toEqual({ status: 200, body: shown });
    expect(rig.world.subscriptions.get(id)).toEqual({
      id,
      kind,
      endpointId: webhook.id,
      enabled: true,
      options: { ...terms, ...defaults },
    });
    const path = `${SUBSCRIPTIONS}/${kind}`;
    expect(await rig.ask('GET', `${path}/${id}`)).toEqual(made);
    expect((await rig.ask('GET', path)).body).toEqual({ items: [shown] });
    expect(await rig.ask('DELETE', `${path}/${id}`)).toEqual(made);
    expect((await rig.ask('DELETE', `${path}/${id}`)).status).toBe(404);
    expect((await rig.ask('GET', path)).body).toEqual({});
  });

  test('are known only among their kind', async () => {
    const { body } = await create('call', {});
    expect((await rig.ask('GET', `${SUBSCRIPTIONS}/sms/${body.id}`)).status).toBe(404);
    expect((await rig.ask('GET', `${SUBSCRIPTIONS}/sms`)).body).toEqual({});
  });

  test('take ids as numbers, and need neither webhook nor being enabled', async () => {
    const numbered = await create('call', { endpoint_id: Number(webhook.id), enabled: false });
    expect(numbered.body).toMatchObject({ webhook, enabled: false });
    const alone = await create('call', { endpoint_id: null });
    expect(alone.body).toEqual({ id: '5000000000000003', enabled: true });
  });

  test('change only in what is given', async () => {
    const { body } = await create('sms', { direction: 'inbound', status: true });
    const path = `${SUBSCRIPTIONS}/sms/${body.id}`;
    const changed = await rig.ask('PATCH', path, { body: { enabled: false, direction: 'all' } });
    expect(changed.body).toEqual({ ...body, enabled: false, direction: 'all' });
    expect((await rig.ask('PATCH', path, { body: { direction: null } })).body).toEqual(
      changed.body,
    );
    expect((await rig.ask('PATCH', path, { body: { direction: 'sideways' } })).status).toBe(400);
  });

  test('stay when their webhook goes, and can be given another', async () => {
    const { body } = await create('call', {});
    await rig.ask('DELETE', `/api/v2/webhooks/${webhook.id}`);
    const path = `${SUBSCRIPTIONS}/call/${body.id}`;
    expect((await rig.ask('GET', path)).body).toEqual({ id: body.id, enabled: true });
    expect((await rig.ask('PATCH', path, { body: { enabled: false } })).status).toBe(200);
    const next = { hook_url: 'https://cti.example/hooks/b' };
    const { id } = (await rig.ask('POST', '/api/v2/webhooks', { body: next })).body;
    const changed = await rig.ask('PATCH', path, { body: { endpoint_id: id } });
    expect(changed.body).toEqual({ id: body.id, enabled: false, webhook: { id, ...next } });
  });

  test('can be for one target, and are listed by it', async () => {
    const target = { target_type: 'callcenter', target_id: '4900000000000002' };
    const { body } = await create('call', target);
    await create('call', {});
    expect(body).toMatchObject(target);
    const listed = async (query: string) =>
      (await rig.ask('GET', `${SUBSCRIPTIONS}/call?${query}`)).body.items?.length ?? 0;
    expect(await listed('')).toBe(2);
    expect(await listed('target_type=callcenter&target_id=4900000000000002')).toBe(1);
    expect(await listed('target_type=user')).toBe(0);
  });

  test.each([
    ['call', { call_states: ['ringing', 'juggling'] }],
    ['call', { call_states: 'all' }],
    ['call', { endpoint_id: '4' }],
    ['call', { endpoint_id: 'webhook' }],
    ['call', { target_type: 'user' }],
    ['call', { target_id: '4800000000000000' }],
    ['call', { target_type: 'user', target_id: '4800000000000009' }],
    ['call', { target_type: 'department', target_id: '4900000000000002' }],
    ['call', { enabled: 'yes' }],
    ['sms', {}],
    ['agent_status', {}],
    ['agent_status', { agent_type: 'user' }],
    ['contact', {}],
  ])('of %s are refused with %o', async (kind, terms) => {
    expect((await create(kind, terms)).status).toBe(400);
    expect(rig.world.subscriptions.size).toBe(0);
  });

  test('may be identical: each of them delivers', async () => {
    const ids = [(await create('call', {})).body.id, (await create('call', {})).body.id];
    expect(new Set(ids).size).toBe(2);
  });

  test('of one kind are ten at most without a target', async () => {
    for (let count = 0; count < 10; count += 1) await create('call', { enabled: false });
    const { status, body } = await create('call', {});
    expect([status, body.error.code]).toEqual([400, 400]);
    expect((await create('sms', { direction: 'all' })).status).toBe(200);
    const target = { target_type: 'user', target_id: '4800000000000000' };
    expect((await create('call', target)).status).toBe(200);
    const [first] = [...rig.world.subscriptions.keys()];
    const path = `${SUBSCRIPTIONS}/call/${first}`;
    expect((await rig.ask('PATCH', path, { body: { enabled: true } })).status).toBe(200);
    await rig.ask('DELETE', path);
    expect((await create('call', {})).status).toBe(200);
  });

  test('of one kind are a hundred at most', async () => {
    const target = { target_type: 'user', target_id: '4800000000000000' };
    for (let count = 0; count < 100; count += 1) {
      expect((await create('sms', { direction: 'all', ...target })).status).toBe(200);
    }
    expect((await create('sms', { direction: 'all', ...target })).status).toBe(400);
  });
});
