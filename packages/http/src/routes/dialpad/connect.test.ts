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

  test('sends a browser to Dialpad, bound by a cookie that no script and no other site sees', async () => {
    const browser = createBrowser(rig);
    const { connect_url: url } = await newLink(await newApp());
    const answer = await browser.open(pathOf(url));
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

  test('opens once, and stands in no log', async () => {
    const { connect_url: url } = await newLink(await newApp());
    const token = new URL(String(url)).searchParams.get('link') ?? '';
    const browser = createBrowser(rig);
    const opened = await Promise.all([1, 2, 3].map(() => browser.open(pathOf(url))));
    expect(statusesOf(opened)).toEqual(['302', '403', '403']);
    expect(await refusal(await rig.send(pathOf(url)))).toEqual([403, 'authorisation-refused']);
    expect(JSON.stringify([rig.logs, rig.securityEvents])).not.toContain(token);
    expect(rig.securityEvents.at(-1)).toMatchObject({
      kind: 'authorisation-refused',
      route: '/auth/dialpad/connect',
    });
  });

  test.each(['x', '', '%00', '../../', 'x'.repeat(4_000)])('is not %j', async (link) => {
    const answer = await rig.send(`/auth/dialpad/connect?link=${link}`, { redirect: 'manual' });
    expect(await refusal(answer)).toEqual([403, 'authorisation-refused']);
  });
});

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
    const visit = () => tight.send('/auth/dialpad/connect?link=x');
    expect([(await visit()).status, (await visit()).status]).toEqual([403, 403]);
    expect(await refusal(await visit())).toEqual([429, 'quota-exceeded']);
    expect((await tight.operator('/internal/apps')).status).toBe(200);
    await tight.close();
  });
});
