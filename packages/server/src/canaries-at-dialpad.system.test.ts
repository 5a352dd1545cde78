import { afterAll, beforeAll, expect, test } from 'vitest';

import { ask } from './testing/ask.test.support.ts';
import { type Canaries, canariesIn } from './testing/canaries.test.support.ts';
import { beginConnect } from './testing/connect-app.test.support.ts';
import { createBrowser } from './testing/create-browser.test.support.ts';
import { type CanaryStage, openCanaryStage } from './testing/open-canary-stage.test.support.ts';
import { agreed, answered, type Begun } from './testing/open-oauth-stage.test.support.ts';

let canary: CanaryStage;
beforeAll(async () => {
  canary = await openCanaryStage({ RATE_LIMIT_OPERATOR: '1000000' });
});
afterAll(() => canary.close());

/** What people saw; and what is only known when it has been used. */
const pages: string[] = [];
const learned: Record<string, string> = {};
const learn = (more: Canaries): void => void Object.assign(learned, more);

const operate = (path: string, body: object = {}) => ask(canary.server.url + path, { body });

/** Up to Dialpad's page. */
async function begin(): Promise<Begun> {
  const begun = await beginConnect(canary.server, canary.victim.appId);
  const { state, browserToken } = begun;
  learn({ [`state ${state}`]: state, [`browser's token ${state}`]: browserToken });
  return begun;
}

async function agree({ browser, goal }: Begun): Promise<string> {
  const url = await agreed(browser, goal);
  const code = new URL(url).searchParams.get('code') ?? '';
  learn({ [`code ${code}`]: code });
  return url;
}

/** Dialpad refuses, and repeats secrets that it was asked with. */
function refuse(path: string, status: number, { secrets, times = 1 }: Repeated): void {
  const message = `What are ${secrets.join(' and ')}?`;
  const body = JSON.stringify({ error: { code: status, message }, error_description: message });
  canary.simulator.misbehave({ path, times, answer: { kind: 'status', status, body } });
}

interface Repeated {
  readonly secrets: readonly string[];
  readonly times?: number;
}

test('a link that is followed, once', async () => {
  const path = `/internal/apps/${canary.victim.appId}/connect-link`;
  const link = String((await operate(path)).body['connect_url']);
  learn({ link: new URL(link).searchParams.get('link') ?? '' });
  for (const [method, url, status] of [
    ['GET', link, 200],
    ['POST', link, 303],
    ['POST', link, 403],
    ['POST', `${link}x`, 403],
  ] as const) {
    const answer = await fetch(url, { method, redirect: 'manual' });
    expect(answer.status).toBe(status);
    pages.push(await answer.text());
  }
});

test('an app that is connected, and refused in many ways', async () => {
  const [first, denied, stolen, failed] = [
    await begin(),
    await begin(),
    await begin(),
    await begin(),
  ];
  const callback = await agree(first);
  const denial = await answered(denied.browser, denied.goal, { approve: '0' });
  const other = await agree(stolen);
  const shown = [
    await first.browser.open(callback),
    // Used up.
    await first.browser.open(callback),
    await denied.browser.open(denial),
    await createBrowser().open(other),
  ];
  const last = await agree(failed);
  const { clientSecret } = canary.simulator.oauthClient;
  const code = new URL(last).searchParams.get('code') ?? '';
  refuse('/oauth2/token', 400, { secrets: [code, clientSecret] });
  shown.push(await failed.browser.open(last));
  expect(shown.map(({ status }) => status)).toEqual([200, 403, 403, 403, expect.any(Number)]);
  expect(shown[4]?.status).toBeGreaterThanOrEqual(400);
  pages.push(...shown.map(({ text }) => text));
});

test('a webhook that is set up, rotated, tried and repaired', async () => {
  const { victim, simulator } = canary;
  const secrets = () => simulator.setUp().webhooks.map(({ secret }) => secret ?? '');
  const made = await operate(`/internal/webhooks/create?app_id=${victim.appId}`);
  const [before = ''] = secrets();
  const hook = `/internal/webhooks/${String(made.body['hook_id'])}`;
  for (const deed of ['rotate-secret', 'test', 'repair']) {
    const answer = await operate(`${hook}/${deed}`);
    expect({ deed, status: answer.status }).toEqual({ deed, status: 200 });
    pages.push(JSON.stringify(answer.body));
  }
  const [after = ''] = secrets();
  learn({ before, after });
  expect(before).not.toBe(after);
  expect(JSON.stringify(made.body)).not.toContain(before);
});

test('a Dialpad that repeats our tokens when it refuses', async () => {
  const { server, simulator, tap, victim } = canary;
  const check = () => ask(`${server.url}/internal/apps/${victim.appId}/dialpad`);
  expect((await check()).status).toBe(200);
  const me = '/api/v2/users/me';
  const secret = tap.tokenRequests()[0]?.given?.access_token ?? '';
  for (const [status, times] of [
    [400, 1],
    [403, 1],
    // It has them renewed.
    [401, 2],
  ] as const) {
    refuse(me, status, { secrets: [secret], times });
    expect((await check()).status).toBe(502);
  }
  simulator.misbehave({ path: me, times: 1, answer: { kind: 'html' } });
  await check();
  expect((await check()).status).toBe(200);
  for (const [nth, { sent, given }] of tap.tokenRequests().entries()) {
    if (sent.code_verifier !== undefined) learn({ [`verifier ${nth}`]: sent.code_verifier });
    if (given === null) continue;
    learn({ [`access ${nth}`]: given.access_token, [`refresh ${nth}`]: given.refresh_token ?? '' });
  }
  expect(Object.keys(learned).filter((name) => name.startsWith('refresh'))).toHaveLength(2);
});

test('an end of all that', async () => {
  const { status, body } = await operate(`/auth/dialpad/disconnect/${canary.victim.appId}`);
  expect({ status, body }).toMatchObject({ status: 200, body: { deauthorized: true } });
});

test('nothing of all that is in the log, the metrics, a problem or a page', async () => {
  expect(Object.values(learned)).not.toContain('');
  expect(Object.keys(learned).length).toBeGreaterThan(15);
  expect(canary.problems.join()).toContain('What are …?');
  const all = { ...canary.canaries, ...learned };
  // Of its own webhook's address an app is told, and the operator who made it.
  const { "victim's hook": _, ...hidden } = all;
  expect(pages.flatMap((page) => canariesIn(page, hidden))).toEqual([]);
  const { code, stderr, shown, records } = await canary.finish(learned);
  expect({ code, stderr, shown }).toEqual({ code: 0, stderr: '', shown: [] });
  expect(JSON.stringify(records)).not.toMatch(/forged|\\u001b|\\[rn]/);
});
