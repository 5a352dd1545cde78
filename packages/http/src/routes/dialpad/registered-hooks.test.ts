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
const post = (path: string, body: object = {}) => rig.operator(path, body);
const remove = (path: string) => rig.operator(path, undefined, { method: 'DELETE' });

describe('a registered webhook', () => {
  test("is found by our id and by Dialpad's, in its own app only", async () => {
    const { appId, hookId, webhookId, hookUrl, secret } = await hooks.register();
    const shown = await dataOf(at(hookId));
    expect(shown).toMatchObject({
      hook_id: hookId,
      app_id: appId,
      rotation_open: false,
      registration: { webhook_id: webhookId, state: 'registered', hook_url: hookUrl },
    });
    expect(await dataOf(at(webhookId, `?app_id=${appId}`))).toEqual(shown);
    expect(await dataOf(at(hookId, `?app_id=${appId}`))).toEqual(shown);
    const listed = await dataOf(`/internal/webhooks?app_id=${appId}`);
    expect(Object.values(listed)[0]).toEqual(shown);
    expect(JSON.stringify([shown, listed])).not.toContain(secret);
    for (const path of [
      at(webhookId),
      at(webhookId, `?app_id=${foreign.appId}`),
      at(hookId, `?app_id=${foreign.appId}`),
      at(hookId, `?app_id=${NOBODY}`),
    ]) {
      expect(await refusal(await rig.operator(path))).toEqual([404, 'not-found']);
      expect(await refusal(await remove(path))).toEqual([404, 'not-found']);
    }
    expect(await hooks.deliver(hookId, secret)).toBe(200);
  });

  test('is deleted in Dialpad as well, subscriptions first', async () => {
    const { appId, hookId, webhookId, secret } = await hooks.register();
    const answer = await remove(at(webhookId, `?app_id=${appId}`));
    expect(await jsonOf(answer)).toMatchObject({
      success: true,
      data: { hook_id: hookId },
      message: 'Webhook deleted, in Dialpad as well.',
    });
    expect(rig.dialpad.webhooks().map(({ id }) => id)).not.toContain(webhookId);
    expect(rig.dialpad.subscriptions().map((one) => one.webhookId)).not.toContain(webhookId);
    expect(await hooks.deliver(hookId, secret)).toBe(404);
    expect(await refusal(await rig.operator(at(hookId)))).toEqual([404, 'not-found']);
  });

  test('stays while Dialpad cannot be asked, and goes on to take events', async () => {
    const { hookId, secret } = await hooks.register();
    rig.dialpad.failNext('deleteSubscription', { kind: 'dialpad-unauthorized' });
    expect(await refusal(await remove(at(hookId)))).toEqual([502, 'dialpad-unauthorized']);
    expect(await hooks.deliver(hookId, secret)).toBe(200);
    expect((await remove(at(hookId))).status).toBe(200);
  });

  test('gets a new secret in Dialpad as well, which nobody is shown', async () => {
    const { hookId, hookUrl, secret } = await hooks.register();
    const answer = await post(at(hookId, '/rotate-secret'));
    const text = await answer.text();
    expect(JSON.parse(text)).toEqual({
      success: true,
      hook_id: hookId,
      hook_url: hookUrl,
      previous_secret_until: null,
      rotation_open: true,
      message: 'Secret rotated, in Dialpad as well.',
    });
    const fresh = hooks.secretAt(hookUrl);
    expect(fresh).not.toBe(secret);
    expect(text).not.toContain(fresh);
    expect([await hooks.deliver(hookId, secret), await hooks.deliver(hookId, fresh)]).toEqual([
      200, 200,
    ]);
  });

  test('has no overlap that an operator could set', async () => {
    const { hookId, hookUrl, secret } = await hooks.register();
    const answer = await post(at(hookId, '/rotate-secret'), { overlap_seconds: 0 });
    expect(await refusal(answer)).toEqual([400, 'request-invalid', '/body/overlap_seconds']);
    expect(hooks.secretAt(hookUrl)).toBe(secret);
  });

  test('is compared with Dialpad, and made right there', async () => {
    const { appId, hookId, webhookId, hookUrl, secret } = await hooks.register();
    const theirs = rig.dialpad.addWebhook({ hookUrl: 'https://other.example/x', secret: null });
    const drift = async () => ((await dataOf(at(hookId, '/drift')))['drift'] as Json[]) ?? [];
    const foreigner = { kind: 'webhook-foreign', webhook_id: theirs.id, hook_url: theirs.hookUrl };
    expect(await drift()).toContainEqual(foreigner);
    const sms = rig.dialpad
      .subscriptions()
      .find(({ webhookId: id, terms }) => id === webhookId && terms.kind === 'sms');
    rig.dialpad.remove(sms?.id ?? '');
    expect(await drift()).toContainEqual({ kind: 'subscription-missing', subscription: 'sms' });
    const answer = await post(at(webhookId, `/repair?app_id=${appId}`));
    const text = await answer.text();
    const { data } = JSON.parse(text) as Json;
    expect(data).toMatchObject({
      hook_id: hookId,
      app_id: appId,
      registration: { state: 'registered', hook_url: hookUrl },
      repaired: [{ kind: 'subscription-missing', subscription: 'sms' }],
    });
    expect(text).not.toContain(secret);
    expect(await drift()).not.toContainEqual(
      expect.objectContaining({ kind: 'subscription-missing' }),
    );
    expect(rig.dialpad.webhooks()).toContainEqual(theirs);
  });

  test('is tried by an event of no consequence', async () => {
    const { hookId } = await hooks.register();
    expect(await jsonOf(await post(at(hookId, '/test')))).toMatchObject({
      success: true,
      data: {
        url: `http://localhost:4000/webhooks/dialpad/${hookId}`,
        status: null,
        is_ours: false,
        error: 'ECONNREFUSED',
      },
      message: expect.stringContaining('did not arrive'),
    });
  });
});

describe('a webhook that is on our side only', () => {
  const hookIdOf = ({ hookPath }: Tenant) => hookPath.split('/').at(-1) ?? '';

  test('is not compared with Dialpad', async () => {
    const hookId = hookIdOf(foreign);
    expect(await refusal(await rig.operator(at(hookId, '/drift')))).toEqual([
      409,
      'not-registered',
    ]);
    expect(await refusal(await post(at(hookId, '/repair')))).toEqual([409, 'not-registered']);
  });
});

test.each(['/drift', '/repair', '/test', '/rotate-secret'])(
  '%s is for a webhook that is there',
  async (rest) => {
    const { hookId } = await hooks.register();
    const ask = (path: string) => (rest === '/drift' ? rig.operator(path) : post(path));
    for (const path of [at('x'.repeat(22), rest), at(hookId, `${rest}?app_id=${foreign.appId}`)]) {
      expect(await refusal(await ask(path))).toEqual([404, 'not-found']);
    }
  },
);
