import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import {
  type Json,
  jsonOf,
  openRig,
  type Rig,
  type Tenant,
} from '../../test-rig/open-rig.test.support.ts';
import { refusal } from '../../test-rig/refusal.test.support.ts';
import { type Registering, registering } from '../../test-rig/registering.test.support.ts';

const NOBODY = '00000000-0000-7000-8000-000000000000';

let rig: Rig;
let foreign: Tenant;
let hooks: Registering;

beforeAll(async () => {
  rig = await openRig();
  foreign = await rig.createTenant('Foreign');
  hooks = registering(rig);
});
afterEach(() => hooks.clearDialpad());
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

const at = (id: string, rest = '') => `/internal/webhooks/${id}${rest}`;
const dataOf = async (path: string) => (await jsonOf(await rig.operator(path)))['data'] as Json;

describe('creating a webhook', () => {
  test('sets it up in Dialpad with its subscriptions, and shows no secret', async () => {
    const appId = await hooks.newApp();
    const answer = await hooks.create(appId);
    const text = await answer.text();
    const made = JSON.parse(text) as Json;
    expect(answer.status).toBe(201);
    expect(made).toEqual({
      success: true,
      webhook_id: expect.any(String),
      hook_id: expect.stringMatching(/^[0-9A-Za-z]{22}$/),
      hook_url: `http://localhost:4000/webhooks/dialpad/${String(made['hook_id'])}`,
      subscriptions: [
        { kind: 'call', id: expect.any(String) },
        { kind: 'sms', id: expect.any(String) },
        { kind: 'agent_status', id: expect.any(String) },
      ],
      message: expect.any(String),
      next_step: expect.any(String),
    });
    const secret = hooks.secretAt(made['hook_url']);
    expect(text).not.toContain(secret);
    expect(await hooks.deliver(String(made['hook_id']), secret)).toBe(200);
  });

  test('again finds the one there is', async () => {
    const { appId, hookId, webhookId } = await hooks.register();
    const before = rig.dialpad.webhooks().length;
    const again = await hooks.create(appId);
    expect(again.status).toBe(200);
    expect(await jsonOf(again)).toMatchObject({ hook_id: hookId, webhook_id: webhookId });
    expect(rig.dialpad.webhooks()).toHaveLength(before);
  });

  test('takes an address, a secret and the events that are wanted', async () => {
    const secret = 'a-secret-that-has-32-characters!';
    const subscriptions = [
      { kind: 'call', call_states: ['ringing', 'hangup'] },
      { kind: 'sms', direction: 'inbound', status: false },
    ];
    const { hookId, hookUrl } = await hooks.register({
      webhook_url: 'https://cti.example.com/hooks/',
      webhook_secret: secret,
      subscriptions,
    });
    expect(hookUrl).toBe(`https://cti.example.com/hooks/${hookId}`);
    expect(hooks.secretAt(hookUrl)).toBe(secret);
    expect((await dataOf(at(hookId)))['registration']).toMatchObject({
      hook_url: hookUrl,
      wanted: [
        { kind: 'call', call_states: ['ringing', 'hangup'] },
        { kind: 'sms', direction: 'inbound', status: false, include_internal: true },
      ],
    });
  });

  test('with another secret than it has is refused, and changes nothing', async () => {
    const { appId, hookUrl, secret } = await hooks.register();
    const answer = await hooks.create(appId, { webhook_secret: 'x'.repeat(32) });
    expect(await refusal(answer)).toEqual([409, 'webhook-secret-differs']);
    expect(hooks.secretAt(hookUrl)).toBe(secret);
  });

  test('is for an app that is there', async () => {
    expect(await refusal(await hooks.create(NOBODY))).toEqual([404, 'not-found']);
  });

  test.each<[object, string]>([
    [{ webhook_secret: 'short' }, '/body/webhook_secret'],
    [{ subscriptions: [] }, '/body/subscriptions'],
    [{ subscriptions: {} }, '/body/subscriptions'],
    [{ subscriptions: [{ kind: 'sms' }, { kind: 'sms' }] }, '/body/subscriptions'],
    [{ subscriptions: [{ kind: 'fax' }] }, '/body/subscriptions/0/kind'],
    [{ subscriptions: [{}] }, '/body/subscriptions/0/kind'],
    [{ subscriptions: ['call'] }, '/body/subscriptions/0'],
    [{ subscriptions: [{ kind: 'call', direction: 'all' }] }, '/body/subscriptions/0/direction'],
    [
      { subscriptions: [{ kind: 'call', call_states: ['unknown'] }] },
      '/body/subscriptions/0/call_states/0',
    ],
    [{ subscriptions: [{ kind: 'call', call_states: [] }] }, '/body/subscriptions/0/call_states'],
    [
      { subscriptions: [{ kind: 'call', call_states: ['all', 'hangup'] }] },
      '/body/subscriptions/0/call_states',
    ],
    [
      { subscriptions: [{ kind: 'call', call_states: ['hangup', 'hangup'] }] },
      '/body/subscriptions/0/call_states',
    ],
    [{ subscriptions: [{ kind: 'sms', status: 'yes' }] }, '/body/subscriptions/0/status'],
    [{ subscriptions: [{ kind: 'sms' }], register: false }, '/body/subscriptions'],
  ])('is refused with %j', async (body, pointer) => {
    expect(await refusal(await hooks.create(foreign.appId, body))).toEqual([
      400,
      'request-invalid',
      pointer,
    ]);
  });
});

describe('what Dialpad says to the token of an app', () => {
  test('is shown without the token', async () => {
    const appId = await hooks.newApp();
    const check = await dataOf(`/internal/apps/${appId}/dialpad`);
    expect(check).toMatchObject({
      access: 'api-key',
      user: { id: expect.any(String), is_admin: true },
      clock_skew_ms: expect.any(Number),
      scopes: { 'calls:list': true, webhooks: null },
    });
    expect(JSON.stringify(check)).not.toContain('access-');
  });

  test('is asked for an app that is there', async () => {
    expect(await refusal(await rig.operator(`/internal/apps/${NOBODY}/dialpad`))).toEqual([
      404,
      'not-found',
    ]);
  });
});
