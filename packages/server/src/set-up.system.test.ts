import { randomBytes } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import type { Row } from './testing/api-client.test.support.ts';
import { type ByHand, byHand } from './testing/by-hand.test.support.ts';
import { canariesIn } from './testing/canaries.test.support.ts';
import { type DialpadStage, openDialpadStage } from './testing/open-dialpad-stage.test.support.ts';
import { openListener } from './testing/open-listener.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { tapAnswers } from './testing/tap-answers.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';
import { waitFor } from './testing/wait-for.test.support.ts';

const KINDS = ['call', 'sms', 'agent_status'];

let dialpad: DialpadStage;
let server: TestServer;
let hand: ByHand;
let answers: readonly string[];
/** Of all webhooks that there were. */
const secrets = new Set<string>();
beforeAll(async () => {
  dialpad = await openDialpadStage({ hasLimits: false });
  server = await dialpad.start({ environment: { LOG_LEVEL: 'debug' } });
  hand = byHand(dialpad.simulator);
  answers = tapAnswers((url) => url.startsWith(dialpad.balancer.url));
});
beforeEach(async () => {
  for (const { hook_id: hookId } of await server.client.list('/internal/webhooks', 'operator')) {
    expect((await remove(String(hookId))).status).toBe(200);
  }
  for (const { id, kind } of dialpad.simulator.setUp().subscriptions) {
    await hand('DELETE', `/subscriptions/${kind}/${id}`);
  }
  for (const { id } of dialpad.simulator.setUp().webhooks) await hand('DELETE', `/webhooks/${id}`);
});
afterAll(() => dialpad.close());

const operate: DialpadStage['operate'] = async (...request) => {
  const answer = await dialpad.operate(...request);
  for (const { secret } of dialpad.simulator.setUp().webhooks) secrets.add(secret ?? '');
  return answer;
};
const create = (appId: string, body: object = {}) =>
  operate('POST', `/internal/webhooks/create?app_id=${appId}`, body);
const remove = (hookId: string) => operate('DELETE', `/internal/webhooks/${hookId}`);
const testOf = async (hookId: unknown): Promise<Row> => {
  const { body } = await operate('POST', `/internal/webhooks/${String(hookId)}/test`);
  // As the API answers it.
  return body['data'] as Row;
};

async function createApp(): Promise<{ readonly appId: string; readonly apiKey: string }> {
  const { body } = await operate('POST', '/internal/apps', { name: 'Harborview' });
  return { appId: String(body['app_id']), apiKey: String(body['api_key']) };
}

const optionsByKind = () =>
  Object.fromEntries(
    dialpad.simulator.setUp().subscriptions.map(({ kind, options }) => [kind, options]),
  );

test('one request sets up all that there is to set up, and events come', async () => {
  const app = await createApp();
  const { status, body } = await create(app.appId);
  const { webhooks, subscriptions } = dialpad.simulator.setUp();
  const [webhook] = webhooks;
  const hookId = String(body['hook_id']);

  expect(status).toBe(201);
  expect(body).toEqual({
    success: true,
    webhook_id: webhook?.id,
    hook_id: expect.stringMatching(/^[0-9A-Za-z]{22}$/),
    hook_url: `${dialpad.balancer.url}/webhooks/dialpad/${hookId}`,
    subscriptions: KINDS.map((kind) => ({
      kind,
      id: subscriptions.find((subscription) => subscription.kind === kind)?.id,
    })),
    message: expect.stringMatching(/created/),
    next_step: expect.stringContaining(`${hookId}/test`),
  });
  expect(webhooks).toEqual([
    { id: webhook?.id, hookUrl: body['hook_url'], secret: expect.stringMatching(/^\S{32,}$/) },
  ]);
  expect(subscriptions).toHaveLength(KINDS.length);
  for (const subscription of subscriptions) {
    expect(subscription).toMatchObject({ enabled: true, endpointId: webhook?.id });
  }
  expect(optionsByKind()).toEqual({
    call: { call_states: ['all'] },
    sms: { direction: 'all', status: true, include_internal: true },
    agent_status: { agent_type: 'callcenter' },
  });

  dialpad.simulator.play('20-sms-inbound-to-user', { speed: Infinity });
  await waitFor(
    'the message',
    async () => (await server.client.list('/api/messages', app)).length === 1,
  );
  await dialpad.simulator.settled();
  expect(dialpad.simulator.deliveries()).toMatchObject({ lost: 0, pending: 0 });
});

test('subscriptions can be chosen, and chosen anew', async () => {
  const { appId } = await createApp();
  const call = { kind: 'call', call_states: ['ringing', 'hangup'] };
  const sms = { kind: 'sms', direction: 'inbound', status: false, include_internal: false };
  expect((await create(appId, { subscriptions: [call, sms] })).status).toBe(201);
  const { kind: _, ...smsOptions } = sms;
  const chosen = {
    call: { call_states: expect.arrayContaining(call.call_states) },
    sms: smsOptions,
  };
  expect(optionsByKind()).toEqual(chosen);
  const before = dialpad.simulator.setUp();

  expect((await create(appId)).status).toBe(200);
  expect(dialpad.simulator.setUp()).toEqual(before);

  const agents = { kind: 'agent_status' };
  const anew = await create(appId, { subscriptions: [{ kind: 'call' }, agents] });
  expect(anew.status).toBe(200);
  expect(optionsByKind()).toEqual({
    call: { call_states: ['all'] },
    agent_status: { agent_type: 'callcenter' },
  });
  expect(dialpad.simulator.setUp().subscriptions[0]?.id).toBe(before.subscriptions[0]?.id);

  for (const subscriptions of [
    [],
    [call, call],
    [{ kind: 'fax' }],
    [{ ...call, call_states: [] }],
  ]) {
    expect((await create(appId, { subscriptions })).status).toBe(400);
  }
});

test('a secret can be given, and is changed by rotating it only', async () => {
  const { appId } = await createApp();
  const given = randomBytes(24).toString('base64url');
  const short = await create(appId, { webhook_secret: 'short' });
  expect(short).toMatchObject({ status: 400, body: { code: 'request-invalid' } });
  expect(dialpad.simulator.setUp().webhooks).toEqual([]);

  const made = await create(appId, { webhook_secret: given });
  const path = `/internal/webhooks/${String(made.body['hook_id'])}/rotate-secret`;
  expect(dialpad.simulator.setUp().webhooks).toMatchObject([{ secret: given }]);
  expect((await create(appId, { webhook_secret: given })).status).toBe(200);
  const other = randomBytes(24).toString('base64url');
  const refused = await create(appId, { webhook_secret: other });
  expect(refused).toMatchObject({ status: 409, body: { code: 'webhook-secret-differs' } });
  expect(dialpad.simulator.setUp().webhooks).toMatchObject([{ secret: given }]);

  const overlap = await operate('POST', path, { overlap_seconds: 60 });
  expect(overlap.status).toBe(400);
  expect((await operate('POST', path, { webhook_secret: other })).status).toBe(200);
  expect(dialpad.simulator.setUp().webhooks).toMatchObject([{ secret: other }]);
  expect((await create(appId, { webhook_secret: other })).status).toBe(200);
});

test('the eleventh subscription for all of a company is refused, and nothing is made twice', async () => {
  const hook = await hand('POST', '/webhooks', { hook_url: 'https://crm.example.com/hooks' });
  const theirs = { endpoint_id: hook['id'], direction: 'all' };
  for (let nth = 0; nth < 10; nth += 1) await hand('POST', '/subscriptions/sms', theirs);
  const { appId } = await createApp();

  for (let nth = 0; nth < 2; nth += 1) {
    const refused = await create(appId);
    expect(refused).toMatchObject({ status: 409, body: { code: 'subscription-limit' } });
    expect(String(refused.body['detail'])).toMatch(/ten .*one app/);
    const { webhooks, subscriptions } = dialpad.simulator.setUp();
    expect(webhooks).toHaveLength(2);
    const made = subscriptions.filter(({ endpointId }) => endpointId !== hook['id']);
    // The other kinds are not kept from their events by it.
    expect(made.map(({ kind }) => kind).toSorted()).toEqual(['agent_status', 'call']);
  }
  const [pending] = await server.client.list(`/internal/webhooks?app_id=${appId}`, 'operator');
  expect(pending).toMatchObject({ registration: { state: 'pending' } });

  const [first] = dialpad.simulator.setUp().subscriptions;
  await hand('DELETE', `/subscriptions/sms/${String(first?.id)}`);
  expect((await create(appId)).status).toBe(200);
  const { webhooks, subscriptions } = dialpad.simulator.setUp();
  expect(webhooks).toHaveLength(2);
  const ours = subscriptions.filter(({ endpointId }) => endpointId !== hook['id']);
  expect(ours.map(({ kind }) => kind).toSorted()).toEqual(KINDS.toSorted());
  expect(subscriptions).toHaveLength(9 + ours.length);
});

test('single subscriptions are made, changed and ended', async () => {
  const { appId } = await createApp();
  const made = await create(appId, { subscriptions: [{ kind: 'call' }] });
  const hookId = String(made.body['hook_id']);
  const subscribe = (kind: string, body: object) =>
    operate('POST', `/internal/subscriptions/${kind}?hook_id=${hookId}`, body);

  const [before] = dialpad.simulator.setUp().subscriptions;
  const changed = await subscribe('call', { call_states: ['hangup'] });
  expect(changed).toMatchObject({ status: 200, body: { data: { id: before?.id } } });
  const added = await subscribe('sms', { direction: 'outbound' });
  expect(added.status).toBe(200);
  expect(await subscribe('sms', { direction: 'outbound' })).toEqual(added);
  expect(optionsByKind()).toEqual({
    call: { call_states: ['hangup'] },
    sms: { direction: 'outbound', status: true, include_internal: true },
  });

  const list = await operate('GET', `/internal/subscriptions?app_id=${appId}`);
  const rows = list.body['data'];
  expect(rows).toMatchObject([
    { id: before?.id, kind: 'call', hook_id: hookId, call_states: ['hangup'] },
    { kind: 'sms', direction: 'outbound' },
  ]);
  // As the API answers it.
  for (const { id } of rows as readonly Row[]) {
    const path = `/internal/subscriptions/${String(id)}?app_id=${appId}`;
    expect((await operate('DELETE', path)).status).toBe(200);
    expect((await operate('DELETE', path)).status).toBe(404);
  }
  expect(dialpad.simulator.setUp()).toMatchObject({ webhooks: [{}], subscriptions: [] });
});

test('what is gone at Dialpad already is deleted here', async () => {
  for (const isAllGone of [false, true]) {
    const { appId } = await createApp();
    const { body } = await create(appId);
    await hand('DELETE', `/webhooks/${String(body['webhook_id'])}`);
    for (const { kind, id } of isAllGone ? dialpad.simulator.setUp().subscriptions : []) {
      await hand('DELETE', `/subscriptions/${kind}/${id}`);
    }
    expect((await remove(String(body['hook_id']))).status).toBe(200);
    expect(dialpad.simulator.setUp()).toEqual({ webhooks: [], subscriptions: [] });
    expect((await remove(String(body['hook_id']))).status).toBe(404);
  }
});

test('an app finds its webhook by the id of Dialpad’s, and that of no other', async () => {
  const [one, other] = [await createApp(), await createApp()];
  const { body } = await create(one.appId);
  const path = `/internal/webhooks/${String(body['webhook_id'])}`;
  const found = await operate('GET', `${path}?app_id=${one.appId}`);
  expect(found.body).toMatchObject({ data: { hook_id: body['hook_id'] } });
  for (const scope of ['', `?app_id=${other.appId}`]) {
    expect((await operate('DELETE', path + scope)).status).toBe(404);
  }
  expect(dialpad.simulator.setUp().webhooks).toHaveLength(1);
});

test('a test event tells whether we stand at the public address', async () => {
  const { appId } = await createApp();
  const { body: ours } = await create(appId);
  expect(await testOf(ours['hook_id'])).toEqual({
    url: ours['hook_url'],
    status: 200,
    is_ours: true,
    error: null,
  });
  dialpad.balancer.pointTo(null);
  const atServer = {
    method: 'POST',
    headers: { authorization: `Bearer ${testSecrets.INTERNAL_API_SECRET}` },
  };
  const path = `${server.url}/internal/webhooks/${String(ours['hook_id'])}/test`;
  expect(await (await fetch(path, atServer)).json()).toMatchObject({
    data: { status: 503, is_ours: false, error: null },
  });
  dialpad.balancer.pointTo(server.port);

  const listener = await openListener(() => ({ hello: 'world' }));
  const { body: theirs } = await create((await createApp()).appId, { webhook_url: listener.url });
  const test = await testOf(theirs['hook_id']);
  expect(test).toMatchObject({ url: theirs['hook_url'], status: 200, is_ours: false, error: null });
  expect(listener.heard).toMatchObject([{ method: 'POST', path: `/${String(theirs['hook_id'])}` }]);
  await listener.close();
  expect(await testOf(theirs['hook_id'])).toMatchObject({
    status: null,
    is_ours: false,
    error: 'ECONNREFUSED',
  });
});

test('no secret of a webhook was in any answer, and none is in the log', async () => {
  const { code, stdout, stderr } = await server.stop();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  secrets.delete('');
  expect(secrets.size).toBeGreaterThan(8);
  expect(answers.length).toBeGreaterThan(60);
  const canaries = Object.fromEntries([...secrets].map((secret, nth) => [`secret ${nth}`, secret]));
  canaries['DIALPAD_API_KEY'] = dialpad.simulator.apiKey;
  expect(canariesIn([stdout, ...answers].join('\n'), canaries)).toEqual([]);
});
