import type { OnceRequest, WebhookSetup } from '@dialpad-cti/core';
import { errAsync, ResultAsync } from 'neverthrow';
import { afterEach, expect, test } from 'vitest';

import type { HttpDeps } from './http-deps.ts';
import { openRig, type Rig } from './test-rig/open-rig.test.support.ts';
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
    ...taking(0)(deps),
    idempotencyStore: {
      once(request, work) {
        asked.push(request);
        return deps.idempotencyStore.once(request, work);
      },
    },
  }));
  const headers = { 'idempotency-key': 'a-key' };
  await rig.operator(PATH, {}, { headers });
  await rig.operator('/internal/apps', { name: 'Any' }, { headers });
  expect(asked.map(({ isApart }) => isApart)).toEqual([true, undefined]);
});
