import { errAsync } from 'neverthrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { Problem } from '../../problem.ts';
import { createBrowser } from '../../test-rig/browser.test.support.ts';
import { callbackOf, connecting, statusesOf } from '../../test-rig/connecting.test.support.ts';
import {
  type Json,
  jsonOf,
  OPERATOR_SECRET,
  openRig,
  type Rig,
  type Tenant,
} from '../../test-rig/open-rig.test.support.ts';
import { refusal } from '../../test-rig/refusal.test.support.ts';

const NOBODY = '00000000-0000-7000-8000-000000000000';

let rig: Rig;
let nth = 0;

beforeAll(async () => {
  rig = await openRig();
});
afterAll(async () => {
  await rig.close();
  expect(rig.faults).toEqual([]);
});

const newApp = () => rig.createTenant(`Connecting ${++nth}`);
const begin = (app: Tenant) => connecting(rig).begin(app);
const agreed = (goal: URL) => connecting(rig).agreed(goal);
const statusOf = async ({ appId }: Tenant) =>
  jsonOf(await rig.operator(`/internal/apps/${appId}/connection`));

describe("Dialpad's answer", () => {
  test('connects the app, and says so on a page that runs nothing', async () => {
    const app = await newApp();
    const { browser, goal } = await begin(app);
    const answer = await browser.open(`${agreed(goal)}&scope=x&unknown=%zz`);
    const page = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; frame-ancestors 'none'/,
    );
    expect(page).toContain('<h1>Connected to Dialpad</h1>');
    expect(page).not.toMatch(/<script|access-|refresh-|code-/);
    expect(browser.cookies.size).toBe(0);
    const status = await statusOf(app);
    expect(status).toEqual({
      success: true,
      data: {
        app_id: app.appId,
        company_id: expect.any(String),
        user_id: expect.any(String),
        office_id: expect.any(String),
        scopes: ['offline_access', 'calls:list'],
        state: 'connected',
        expires_at: expect.any(String),
        connected_at: expect.any(String),
        refreshed_at: null,
      },
    });
    const log = await jsonOf(await rig.operator(`/internal/audit?app_id=${app.appId}&limit=1`));
    expect((log['data'] as Json[])[0]).toMatchObject({
      action: 'connection.made',
      actor: 'visitor',
      address: '127.0.0.1',
    });
  });

  test('is asked for by GET alone: HEAD uses nothing up', async () => {
    const { browser, goal } = await begin(await newApp());
    const path = agreed(goal);
    const headers = { cookie: `dialpad_connect=${browser.cookies.get('dialpad_connect')}` };
    const head = await rig.send(path, { method: 'HEAD', headers });
    expect([head.status, head.headers.get('allow')]).toEqual([405, 'GET, OPTIONS']);
    expect((await browser.open(path)).status).toBe(200);
  });

  test('counts once, whoever comes first', async () => {
    const { browser, goal } = await begin(await newApp());
    const path = agreed(goal);
    const answers = await Promise.all([1, 2, 3].map(() => browser.open(path)));
    expect(statusesOf(answers)).toEqual(['200', '403', '403']);
  });

  test('counts for the browser that began, and is used up by any other', async () => {
    const app = await newApp();
    const { browser, goal } = await begin(app);
    const path = agreed(goal);
    const stranger = createBrowser(rig);
    stranger.cookies.set('dialpad_connect', 'x'.repeat(43));
    expect((await stranger.open(path)).status).toBe(403);
    expect((await browser.open(path)).status).toBe(403);
    expect((await rig.operator(`/internal/apps/${app.appId}/connection`)).status).toBe(404);
  });

  test.each([
    ['no cookie', () => null],
    ['two cookies', (value: string) => `${value}; dialpad_connect=${value}`],
    ['an odd cookie', () => `"${'x'.repeat(43)}"`],
  ])('with %s is refused, and used up', async (_, spoiled) => {
    const { browser, goal } = await begin(await newApp());
    const value = browser.cookies.get('dialpad_connect') ?? expect.fail();
    const instead = spoiled(value);
    if (instead === null) browser.cookies.clear();
    else browser.cookies.set('dialpad_connect', instead);
    const answer = await browser.open(agreed(goal));
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('Problem authorisation-refused');
    browser.cookies.set('dialpad_connect', value);
    expect((await browser.open(agreed(goal))).status).toBe(403);
  });

  test('that is a refusal ends it, and is said on a page', async () => {
    const app = await newApp();
    const { browser, goal } = await begin(app);
    const value = browser.cookies.get('dialpad_connect') ?? expect.fail();
    const refused = await browser.open(
      callbackOf(goal, '&error=access_denied&error_description=x'),
    );
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('Dialpad did not grant access');
    expect(browser.cookies.size).toBe(0);
    browser.cookies.set('dialpad_connect', value);
    expect((await browser.open(agreed(goal))).status).toBe(403);
    expect((await rig.operator(`/internal/apps/${app.appId}/connection`)).status).toBe(404);
  });

  test('with a code that Dialpad does not take connects nothing', async () => {
    const app = await newApp();
    const { browser, goal } = await begin(app);
    const answer = await browser.open(callbackOf(goal, '&code=wrong'));
    expect([answer.status, browser.cookies.size]).toEqual([403, 0]);
    expect(await answer.text()).toContain('Problem grant-refused');
    expect((await rig.operator(`/internal/apps/${app.appId}/connection`)).status).toBe(404);
  });

  test.each([
    ['', 'authorisation-refused'],
    ['?code=x', 'authorisation-refused'],
    ['?state=x', 'authorisation-refused'],
    ['?state=x&code=y', 'authorisation-refused'],
    ['?state=x&error=y', 'grant-refused'],
    ['?error=y', 'authorisation-refused'],
    ['?state=%00&code=%00', 'authorisation-refused'],
  ])('%j is refused', async (query, code) => {
    const answer = await rig.send(`/auth/dialpad/callback${query}`);
    expect(await refusal(answer)).toEqual([403, code]);
  });

  test('is shown to a browser without what it came with', async () => {
    const nasty = encodeURIComponent('<script>alert(1)</script>"\'&');
    const doubled = `/auth/dialpad/callback?state=${nasty}&state=${nasty}&code=${nasty}`;
    for (const path of [
      doubled,
      `/auth/dialpad/callback?state=${nasty}&code=${nasty}&error=${nasty}`,
      `/auth/dialpad/connect?${nasty}=x`,
      `/auth/dialpad/connect?link=${nasty}`,
    ]) {
      const answer = await createBrowser(rig).open(path);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(await answer.text()).not.toMatch(/<script|alert\(1\)<|"'/);
    }
  });

  test('is shown to a program as a problem', async () => {
    const { browser, goal } = await begin(await newApp());
    const headers = { cookie: `dialpad_connect=${browser.cookies.get('dialpad_connect')}` };
    const answer = await rig.send(callbackOf(goal, '&error=x'), { headers });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(Problem.parse(await answer.json()).code).toBe('grant-refused');
  });
});

describe('the cookie', () => {
  test('goes by https only where the server is reached so, and stays while it is of use', async () => {
    const cause = new Error('no database');
    const down = await openRig(({ connectApp }) => ({
      publicUrl: 'https://cti.example.com',
      connectApp: {
        ...connectApp,
        finish: () => errAsync({ kind: 'store-unavailable', cause }),
      },
    }));
    const app = await down.createTenant('Secure');
    const headers = { authorization: `Bearer ${OPERATOR_SECRET}` };
    const path = `/auth/dialpad/connect?app_id=${app.appId}`;
    const begun = await down.send(path, { redirect: 'manual', headers });
    expect(begun.headers.get('set-cookie')).toMatch(/; Secure$/);
    const later = await down.send('/auth/dialpad/callback?state=x&code=y');
    expect([later.status, later.headers.has('set-cookie')]).toEqual([503, false]);
    const over = await down.send('/auth/dialpad/callback?state=x&error=y');
    expect(over.headers.get('set-cookie')).toMatch(/^dialpad_connect=; .*Max-Age=0; .*Secure$/);
    await down.close();
  });
});

describe('disconnecting', () => {
  const disconnect = ({ appId }: Tenant) =>
    rig.operator(`/auth/dialpad/disconnect/${appId}`, undefined, { method: 'POST' });

  test('forgets the tokens, at Dialpad as well when no other app has them of the same person', async () => {
    const own = await openRig();
    const { begin: beginOwn, agreed: agreedOwn } = connecting(own);
    const apps = [await own.createTenant('First'), await own.createTenant('Last')];
    for (const app of apps) {
      const { browser, goal } = await beginOwn(app);
      expect((await browser.open(agreedOwn(goal))).status).toBe(200);
    }
    const answers: Json[] = [];
    for (const { appId } of apps) {
      const path = `/auth/dialpad/disconnect/${appId}`;
      answers.push(await jsonOf(await own.operator(path, undefined, { method: 'POST' })));
      expect((await own.storage.connectionStore.tokens(appId))._unsafeUnwrap()).toBeNull();
    }
    expect(answers).toMatchObject([
      {
        success: true,
        data: { app_id: apps[0]?.appId },
        left_at_dialpad: [],
        deauthorized: false,
        message: expect.stringContaining('stays for another app'),
      },
      { left_at_dialpad: [], deauthorized: true, message: 'Disconnected, at Dialpad as well.' },
    ]);
    expect(own.dialpad.asked().filter((method) => method === 'deauthorize')).toHaveLength(1);
    await own.close();
  });

  test('says what is left at Dialpad, and forgets the tokens all the same', async () => {
    const app = await newApp();
    const { browser, goal } = await begin(app);
    await browser.open(agreed(goal));
    const made = await jsonOf(
      await rig.operator(`/internal/webhooks/create?app_id=${app.appId}`, {}),
    );
    rig.dialpad.revokeTokens();
    expect(await jsonOf(await disconnect(app))).toMatchObject({
      left_at_dialpad: [made['hook_id']],
      message: 'Disconnected here. Take away in Dialpad what is left there.',
    });
    expect((await rig.storage.connectionStore.tokens(app.appId))._unsafeUnwrap()).toBeNull();
  });

  test('is for an app that has a connection', async () => {
    expect(await refusal(await disconnect(await newApp()))).toEqual([409, 'dialpad-not-connected']);
    const nobody = { appId: NOBODY, apiKey: '', hookPath: '', secret: '' };
    expect(await refusal(await disconnect(nobody))).toEqual([404, 'not-found']);
  });
});
