import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type Json,
  jsonOf,
  openRig,
  type Rig,
  type Tenant,
} from '../../test-rig/open-rig.test.support.ts';
import { refusal } from '../../test-rig/refusal.test.support.ts';

const NOBODY = '00000000-0000-7000-8000-000000000000';

let rig: Rig;
let mine: Tenant;
let foreign: Tenant;
let hookId: string;
let webhookId: string;

beforeAll(async () => {
  rig = await openRig();
  mine = await rig.createTenant('Mine');
  foreign = await rig.createTenant('Foreign');
  const body = { subscriptions: [{ kind: 'call' }] };
  const path = `/internal/webhooks/create?app_id=${mine.appId}`;
  const made = await jsonOf(await rig.operator(path, body));
  [hookId, webhookId] = [String(made['hook_id']), String(made['webhook_id'])];
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

const LIST = '/internal/subscriptions';
const ownHook = () => mine.hookPath.split('/').at(-1) ?? '';
const rowsOf = async (query = '') =>
  (await jsonOf(await rig.operator(LIST + query)))['data'] as Json[];
const subscribe = (kind: string, body: object = {}, query = `?hook_id=${hookId}`) =>
  rig.operator(`${LIST}/${kind}${query}`, body);
const remove = (id: unknown, query = `?app_id=${mine.appId}`) =>
  rig.operator(`${LIST}/${String(id)}${query}`, undefined, { method: 'DELETE' });
const termsAt = (id: unknown) => rig.dialpad.subscriptions().find((one) => one.id === id)?.terms;

describe('a subscription', () => {
  test('is added, changed and taken away, in Dialpad as well', async () => {
    const added = await jsonOf(await subscribe('sms', { direction: 'inbound' }));
    const data = added['data'] as Json;
    expect(added).toEqual({
      success: true,
      data: {
        id: expect.any(String),
        app_id: mine.appId,
        hook_id: hookId,
        webhook_id: webhookId,
        is_wanted: true,
        kind: 'sms',
        direction: 'inbound',
        status: true,
        include_internal: true,
      },
      message: expect.any(String),
    });
    expect(termsAt(data['id'])).toMatchObject({ kind: 'sms', direction: 'inbound' });
    expect(await rowsOf(`?app_id=${mine.appId}`)).toContainEqual(data);

    const changed = await jsonOf(await subscribe('sms', { status: false }));
    expect(changed['data']).toMatchObject({ kind: 'sms', direction: 'all', status: false });
    const { id } = changed['data'] as Json;
    expect(termsAt(id)).toMatchObject({ direction: 'all', status: false });

    expect(await jsonOf(await remove(id))).toMatchObject({
      data: { id, kind: 'sms', is_wanted: false },
    });
    expect(termsAt(id)).toBeUndefined();
    expect((await rowsOf(`?hook_id=${hookId}`)).map(({ kind }) => kind)).toEqual(['call']);
    expect(await refusal(await remove(id))).toEqual([404, 'not-found']);
  });

  test('of calls names the states, and of agents nothing', async () => {
    const states = ['ringing', 'connected', 'voicemail', 'missed', 'hangup'];
    const calls = await jsonOf(await subscribe('call', { call_states: states }));
    expect(calls['data']).toMatchObject({ kind: 'call', call_states: states });
    const agents = await jsonOf(await subscribe('agent_status'));
    expect(agents['data']).toMatchObject({ kind: 'agent_status', id: expect.any(String) });
  });

  test("is listed with those of one webhook, by its id or Dialpad's, of an app, or of all", async () => {
    const all = await rowsOf();
    expect(all.length).toBeGreaterThan(0);
    expect(await rowsOf(`?hook_id=${hookId}`)).toEqual(all);
    expect(await rowsOf(`?hook_id=${webhookId}&app_id=${mine.appId}`)).toEqual(all);
    expect(await rowsOf(`?app_id=${foreign.appId}`)).toEqual([]);
    expect(await rowsOf(`?hook_id=${ownHook()}`)).toEqual([]);
    for (const query of ['?hook_id=x', `?hook_id=${hookId}&app_id=${foreign.appId}`]) {
      expect(await refusal(await rig.operator(LIST + query))).toEqual([404, 'not-found']);
    }
  });

  test('of another app is not there', async () => {
    const [row] = await rowsOf();
    for (const query of [`?app_id=${foreign.appId}`, `?app_id=${NOBODY}`]) {
      expect(await refusal(await remove(row?.['id'], query))).toEqual([404, 'not-found']);
    }
    const query = `?hook_id=${hookId}&app_id=${foreign.appId}`;
    expect(await refusal(await subscribe('sms', {}, query))).toEqual([404, 'not-found']);
    expect(await rowsOf()).toContainEqual(row);
  });

  test('is for a webhook that is registered', async () => {
    const answer = await subscribe('sms', {}, `?hook_id=${ownHook()}`);
    expect(await refusal(answer)).toEqual([409, 'not-registered']);
  });

  test('is refused when Dialpad has ten of its kind for the company', async () => {
    const other = await openRig();
    for (let count = 0; count < 10; count += 1) {
      other.dialpad.addSubscription({
        terms: { kind: 'agent_status' },
        enabled: true,
        webhookId: null,
        target: null,
      });
    }
    const { appId } = await other.createTenant('Eleventh');
    const path = `/internal/webhooks/create?app_id=${appId}`;
    const made = await other.operator(path, { subscriptions: [{ kind: 'agent_status' }] });
    expect(await refusal(made)).toEqual([409, 'subscription-limit']);
    await other.close();
  });

  test.each<[string, object, string]>([
    ['call', { call_states: ['all', 'hangup'] }, '/body/call_states'],
    ['call', { call_states: 'all' }, '/body/call_states'],
    ['call', { direction: 'all' }, '/body/direction'],
    ['sms', { direction: 'both' }, '/body/direction'],
    ['sms', { kind: 'call' }, '/body/kind'],
    ['agent_status', { agent_type: 'callcenter' }, '/body/agent_type'],
  ])('to %s is refused with %j', async (kind, body, pointer) => {
    expect(await refusal(await subscribe(kind, body))).toEqual([400, 'request-invalid', pointer]);
  });

  test.each([
    ['?', '/query/hook_id'],
    ['?hook_id=a%20b', '/query/hook_id'],
    ['?hook_id=x&app_id=x', '/query/app_id'],
  ])('is not added with %s', async (query, pointer) => {
    const answer = await subscribe('call', {}, query);
    expect(await refusal(answer)).toEqual([400, 'request-invalid', pointer]);
  });

  test.each([
    ['?', '/query/app_id'],
    ['?app_id=x', '/query/app_id'],
  ])('is not taken away with %s', async (query, pointer) => {
    expect(await refusal(await remove('1', query))).toEqual([400, 'request-invalid', pointer]);
  });
});
