import type { OnceRequest, WebhookSetup } from '@dialpad-cti/core';
import { errAsync, ResultAsync } from 'neverthrow';
import { afterEach, expect, test } from 'vitest';

import type { HttpDeps } from './http-deps.ts';
import { type Json, jsonOf, openRig, type Rig } from './test-rig/open-rig.test.support.ts';
import { refusal } from './test-rig/refusal.test.support.ts';

const NOBODY = '00000000-0000-7000-8000-000000000000';
const PATH = `/internal/webhooks/create?app_id=${NOBODY}`;

let rig: Rig;

afterEach(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

const refusedAfter =
  (ms: number): WebhookSetup['setUp'] =>
  () =>
    ResultAsync.fromSafePromise(new Promise((resolve) => setTimeout(resolve, ms))).andThen(() =>
      errAsync({ kind: 'app-not-found' as const }),
    );

const taking =
  (ms: number, more: Partial<HttpDeps> = {}) =>
  ({ webhookSetup }: HttpDeps): Partial<HttpDeps> => ({
    webhookSetup: { ...webhookSetup, setUp: refusedAfter(ms) },
    ...more,
  });

test('who has Dialpad asked waits longer than others, and longer than an idle connection may', async () => {
  rig = await openRig(taking(400, { apiDeadlineMs: 50 }), { idleSocketTimeoutMs: 100 });
  expect(await refusal(await rig.operator(PATH, {}))).toEqual([404, 'not-found']);
});

test('who has Dialpad asked does not wait for ever', async () => {
  rig = await openRig(taking(300, { dialpadDeadlineMs: 50 }));
  expect(await refusal(await rig.operator(PATH, {}))).toEqual([503, 'temporarily-unavailable']);
});

test('work that asks Dialpad commits by itself, and no other does', async () => {
  const asked: OnceRequest[] = [];
  rig = await openRig((deps) => ({
    idempotencyStore: {
      once(request, work) {
        asked.push(request);
        return deps.idempotencyStore.once(request, work);
      },
    },
  }));
  const { appId } = await rig.createTenant('Any');
  let keys = 0;
  const operate = async (path: string, body: unknown) => {
    const headers = { 'idempotency-key': `key-${++keys}` };
    return jsonOf(await rig.operator(path, body, { headers }));
  };
  const create = `/internal/webhooks/create?app_id=${appId}`;
  const rotate = (hook: Json) => `/internal/webhooks/${String(hook['hook_id'])}/rotate-secret`;
  const [registered, ours] = [await operate(create, {}), await operate(create, BY_HAND)];
  for (const hook of [registered, ours]) {
    expect(await operate(rotate(hook), {})).toMatchObject({ success: true });
  }
  await operate('/internal/apps', { name: 'Other' });
  const path = rotate({ hook_id: 'nobody' });
  expect(await operate(path, {})).toMatchObject({ code: 'not-found' });
  const isApart = asked.map((request) => request.isApart === true);
  expect(isApart).toEqual([true, false, true, false, false, false]);
});

test('an answer that was given of a webhook is given again after the webhook is gone', async () => {
  rig = await openRig();
  const { hookPath } = await rig.createTenant('Any');
  const path = hookPath.replace('/webhooks/dialpad', '/internal/webhooks');
  const headers = { 'idempotency-key': 'a-key' };
  const rotate = async () => (await rig.operator(`${path}/rotate-secret`, {}, { headers })).text();
  const first = await rotate();
  expect(first).toContain('"webhook_secret"');
  await rig.operator(path, undefined, { method: 'DELETE' });
  expect(await rotate()).toBe(first);
});

const BY_HAND = { register: false };
