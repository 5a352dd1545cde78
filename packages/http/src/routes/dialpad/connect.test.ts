import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createBrowser } from '../../test-rig/browser.test.support.ts';
import { connecting, pathOf, statusesOf } from '../../test-rig/connecting.test.support.ts';
import {
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
const newLink = (app: Tenant) => connecting(rig).newLink(app);

describe('a connect link', () => {
  test('is shown once, with its end', async () => {
    const before = Date.now();
    const app = await newApp();
    const link = await newLink(app);
    expect(link).toEqual({
      success: true,
      connect_url: expect.stringMatching(
        /^http:\/\/localhost:4000\/auth\/dialpad\/connect\?link=[A-Za-z0-9_-]{43}$/,
      ),
      expires_at: expect.any(String),
      message: expect.any(String),
    });
    expect(Date.parse(String(link['expires_at']))).toBeGreaterThan(before);
  });

  test('is for no app that is not there', async () => {
    const path = `/internal/apps/${NOBODY}/connect-link`;
    const answer = await rig.operator(path, undefined, { method: 'POST' });
    expect(await refusal(answer)).toEqual([404, 'not-found']);
  });

  test('shows a page with a button that posts, and names no secret', async () => {
    const { connect_url: url } = await newLink(await newApp());
    const answer = await createBrowser(rig).open(pathOf(url));
    const page = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(page).toContain('<form method="post"><button>Go on to Dialpad</button></form>');
    expect(page).not.toMatch(/<script|link=/);
    expect(page).not.toContain(tokenOf(url));
    const headers = ['referrer-policy', 'cache-control', 'x-frame-options', 'set-cookie'];
    expect(headers.map((name) => answer.headers.get(name))).toEqual([
      'no-referrer',
      'no-store',
      'DENY',
      null,
    ]);
    // A browser would refuse to be sent on to Dialpad.
    expect(answer.headers.get('content-security-policy')).not.toContain('form-action');
  });

  test('is not used up by whatever looks at it, as chat programs do', async () => {
    const browser = createBrowser(rig);
    const { connect_url: url } = await newLink(await newApp());
    for (const method of ['HEAD', 'GET', 'OPTIONS', 'GET']) {
      expect((await rig.send(pathOf(url), { method })).ok).toBe(true);
    }
    expect((await browser.open(pathOf(url), 'POST')).status).toBe(303);
  });

  test('sends a browser to Dialpad, bound by a cookie that no script and no other site sees', async () => {
    const browser = createBrowser(rig);
    const { connect_url: url } = await newLink(await newApp());
    const answer = await browser.open(pathOf(url), 'POST');
    const goal = new URL(answer.headers.get('location') ?? '');
    expect(Object.fromEntries(goal.searchParams)).toMatchObject({
      response_type: 'code',
      redirect_uri: 'http://localhost:4000/auth/dialpad/callback',
      code_challenge_method: 'S256',
    });
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^dialpad_connect=[A-Za-z0-9_-]{43}; Path=\/auth\/dialpad; Max-Age=600; HttpOnly; SameSite=Lax$/,
      ),
    ]);
    expect(goal.href).not.toContain(browser.cookies.get('dialpad_connect'));
    expect(await answer.text()).toBe('Go on at Dialpad.\n');
  });

  test('leads there once, and stands in no log', async () => {
    const { connect_url: url } = await newLink(await newApp());
    const browser = createBrowser(rig);
    const opened = await Promise.all([1, 2, 3].map(() => browser.open(pathOf(url), 'POST')));
    expect(statusesOf(opened)).toEqual(['303', '403', '403']);
    const again = await rig.send(pathOf(url), { method: 'POST' });
    expect(await refusal(again)).toEqual([403, 'authorisation-refused']);
    expect(JSON.stringify([rig.logs, rig.securityEvents])).not.toContain(tokenOf(url));
    expect(rig.securityEvents.at(-1)).toMatchObject({
      kind: 'authorisation-refused',
      route: '/auth/dialpad/connect',
    });
  });

  test.each(['x', '', '%00', '../../', 'x'.repeat(4_000)])('is not %j', async (link) => {
    const init = { method: 'POST', redirect: 'manual' } as const;
    const answer = await rig.send(`/auth/dialpad/connect?link=${link}`, init);
    expect(await refusal(answer)).toEqual([403, 'authorisation-refused']);
  });

  test('has to be named', async () => {
    const answer = await rig.send('/auth/dialpad/connect', { method: 'POST' });
    expect(await refusal(answer)).toEqual([400, 'request-invalid', '/query/link']);
  });
});

const tokenOf = (url: unknown): string => new URL(String(url)).searchParams.get('link') ?? '';

describe("the operator's secret", () => {
  const connect = (query: string, headers: Readonly<Record<string, string>> = {}) =>
    rig.send(`/auth/dialpad/connect${query}`, { redirect: 'manual', headers });
  const authorization = `Bearer ${OPERATOR_SECRET}`;

  test('connects an app without a link, and nobody else does', async () => {
    const { appId } = await newApp();
    const answer = await connect(`?app_id=${appId}`, { authorization });
    expect([answer.status, answer.headers.has('set-cookie')]).toEqual([302, true]);
    expect(await refusal(await connect(`?app_id=${appId}`))).toEqual([401, 'operator-refused']);
    expect(await refusal(await connect(''))).toEqual([401, 'operator-refused']);
    const wrong = await connect(`?app_id=${appId}`, { authorization: 'Bearer wrong' });
    expect(await refusal(wrong)).toEqual([401, 'operator-refused']);
    const unknown = await connect(`?app_id=${NOBODY}`, { authorization });
    expect(await refusal(unknown)).toEqual([404, 'not-found']);
  });

  test.each([
    ['', '/query/app_id'],
    ['?app_id=x', '/query/app_id'],
    [`?app_id=${NOBODY}&link=x`, '/query/app_id'],
    ['?link=x&link=y', '/query/link'],
    ['?token=x', '/query/token'],
  ])('does not connect %j', async (query, pointer) => {
    const answer = await connect(query, { authorization });
    expect(await refusal(answer)).toEqual([400, 'request-invalid', pointer]);
  });
});

describe('visitors', () => {
  test('have a quota of their own for each address, which keeps no operator out', async () => {
    const tight = await openRig(({ limits }) => ({
      limits: {
        ...(limits ?? expect.fail()),
        operatorFailures: { name: 'operator-failures', quota: 2, windowSeconds: 60 },
      },
    }));
    const visit = (method = 'POST') => tight.send('/auth/dialpad/connect?link=x', { method });
    expect([(await visit('GET')).status, (await visit()).status]).toEqual([200, 403]);
    expect(await refusal(await visit())).toEqual([429, 'quota-exceeded']);
    expect((await tight.operator('/internal/apps')).status).toBe(200);
    await tight.close();
  });
});
