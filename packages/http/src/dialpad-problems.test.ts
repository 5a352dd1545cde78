import type { DialpadFault, WebhookSecretDiffers } from '@dialpad-cti/core';
import { errAsync } from 'neverthrow';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { Problem } from './problem.ts';
import { openRig, type Rig, type Tenant } from './test-rig/open-rig.test.support.ts';

let rig: Rig;
let tenant: Tenant;
let fault: DialpadFault | WebhookSecretDiffers;

beforeAll(async () => {
  rig = await openRig(({ webhookSetup }) => ({
    webhookSetup: { ...webhookSetup, setUp: () => errAsync(fault) },
  }));
  tenant = await rig.createTenant('Troubled');
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

const cause = new Error('the cause, with a secret in it');

test.each<[DialpadFault | WebhookSecretDiffers, number, RegExp]>([
  [{ kind: 'dialpad-unavailable', isUnclear: true, cause }, 502, /repeat the request/],
  [{ kind: 'dialpad-unauthorized' }, 502, /DIALPAD_API_KEY, or connect/],
  [{ kind: 'dialpad-forbidden', scope: 'calls:list' }, 502, /lacks the scope calls:list\.$/],
  [{ kind: 'dialpad-forbidden', scope: null }, 502, /may not do this at Dialpad\.$/],
  [
    { kind: 'dialpad-rejected', status: 400, detail: 'hook_url must be https' },
    502,
    /Dialpad says: hook_url must be https$/,
  ],
  [{ kind: 'dialpad-not-found' }, 502, /drift/],
  [{ kind: 'dialpad-rate-limited', retryAt: 0 }, 503, /Retry-After/],
  [{ kind: 'dialpad-reauthorisation-needed' }, 409, /connect link/],
  [{ kind: 'dialpad-not-connected' }, 409, /DIALPAD_API_KEY.*"register": false/],
  [{ kind: 'subscription-limit', subscription: 'sms' }, 409, /named keys.*text messages already/],
  [{ kind: 'webhook-secret-differs' }, 409, /rotate-secret/],
  [{ kind: 'busy' }, 503, /Repeat the request/],
  [{ kind: 'store-unavailable', cause }, 503, /Repeat it/],
])('an operator is told what to do about %j', async (given, status, detail) => {
  fault = given;
  const answer = await rig.operator(`/internal/webhooks/create?app_id=${tenant.appId}`, {});
  const text = await answer.text();
  const problem = Problem.parse(JSON.parse(text));
  const code = given.kind === 'store-unavailable' ? 'temporarily-unavailable' : given.kind;
  expect([answer.status, problem.code]).toEqual([status, code]);
  expect(problem.detail).toMatch(detail);
  expect(text).not.toContain(cause.message);
});

test('who is to come again is told when, and never at once', async () => {
  for (const ms of [-5_000, 0, 100, 90_000]) {
    const retryAt = Date.now() + ms;
    fault = { kind: 'dialpad-rate-limited', retryAt };
    const answer = await rig.operator(`/internal/webhooks/create?app_id=${tenant.appId}`, {});
    const seconds = Number(answer.headers.get('retry-after'));
    expect(Number.isInteger(seconds)).toBe(true);
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(Date.now() + seconds * 1_000).toBeGreaterThanOrEqual(retryAt);
    expect(seconds).toBeLessThanOrEqual(Math.max(1, Math.ceil(ms / 1_000)));
  }
});
