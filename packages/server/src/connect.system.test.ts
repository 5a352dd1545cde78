import { hash } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  type ConnectStage,
  openConnectStage,
  problemOf,
} from './testing/open-connect-stage.test.support.ts';
import { agreed } from './testing/open-oauth-stage.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const BEARER = { authorization: `Bearer ${testSecrets.INTERNAL_API_SECRET}` };
const SCOPES = ['offline_access', 'calls:list', 'recordings_export'];

let stage: ConnectStage;
beforeAll(async () => {
  stage = await openConnectStage();
});
afterAll(() => stage.close());

test('an operator’s browser is sent to Dialpad with a challenge, and comes back with the app connected', async () => {
  const { simulator, tap, balancer } = stage.oauth;
  const appId = await stage.newApp();
  expect((await stage.connection(appId)).status).toBe(404);
  const { browser, goal, state } = await stage.begin(appId);

  const redirectUri = `${balancer.url}/auth/dialpad/callback`;
  const challenge = goal.searchParams.get('code_challenge') ?? '';
  expect(goal.origin + goal.pathname).toBe(`${tap.url}/oauth2/authorize`);
  expect(Object.fromEntries(goal.searchParams)).toEqual({
    client_id: simulator.oauthClient.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: SCOPES.join(' '),
    state: expect.stringMatching(TOKEN),
    code_challenge: expect.stringMatching(TOKEN),
    code_challenge_method: 'S256',
  });
  const cookie = browser.cookies.get('dialpad_connect');
  expect(cookie?.value).toMatch(TOKEN);
  expect(cookie?.attributes.toSorted()).toEqual([
    'HttpOnly',
    'Max-Age=600',
    'Path=/auth/dialpad',
    'SameSite=Lax',
  ]);

  // As a person sees it: a page first, and then what it leads to.
  expect((await browser.open(goal.href)).text).toContain('asks for access');
  const callback = await agreed(browser, goal);
  expect(callback.startsWith(`${redirectUri}?`)).toBe(true);
  expect(new URL(callback).searchParams.get('state')).toBe(state);
  const page = await browser.open(callback);
  expect(page.status).toBe(200);
  expect(page.text).toContain('<h1>Connected to Dialpad</h1>');
  expect(page.text).not.toContain('<script');
  expect(browser.cookies.size).toBe(0);

  const seen = simulator.requests();
  expect(seen.filter(({ target }) => target === '/oauth2/token')).toMatchObject([
    { method: 'POST', status: 200, authorization: null },
  ]);
  const authorize = seen.filter(({ target }) => target.startsWith('/oauth2/authorize?'));
  for (const { target } of authorize) {
    expect(target).toContain(`code_challenge=${challenge}&code_challenge_method=S256`);
  }
  const [exchange] = tap.tokenRequests();
  expect(exchange?.sent).toMatchObject({
    grant_type: 'authorization_code',
    redirect_uri: redirectUri,
  });
  expect(hash('sha256', exchange?.sent.code_verifier ?? '', 'base64url')).toBe(challenge);

  const admin = simulator.company.users.find(({ isAdmin }) => isAdmin);
  expect(await stage.connection(appId)).toEqual({
    status: 200,
    body: {
      success: true,
      data: {
        app_id: appId,
        company_id: simulator.company.id,
        user_id: admin?.id,
        office_id: expect.any(String),
        scopes: SCOPES,
        state: 'connected',
        expires_at: expect.any(String),
        connected_at: expect.any(String),
        refreshed_at: null,
      },
    },
  });
  expect((await disconnected(appId)).status).toBe(200);
});

test('an app is set up with its own token; to disconnect it takes everything back, and then the token', async () => {
  const { simulator, tap, operate } = stage.oauth;
  const appId = await stage.newApp();
  await stage.oauth.connect(appId);
  const own = tap.tokenRequests().at(-1)?.given?.access_token ?? '';
  const before = tap.bearers().length;
  const created = `/internal/webhooks/create?app_id=${appId}`;
  expect((await operate('POST', created, {})).status).toBe(201);
  const used = tap.bearers().slice(before);
  expect(new Set(used.map(({ token }) => token))).toEqual(new Set([own]));
  expect(simulator.setUp().webhooks).toHaveLength(1);
  expect(simulator.setUp().subscriptions).toHaveLength(3);

  const beforeEnd = simulator.requests().length;
  expect(await disconnected(appId)).toMatchObject({
    status: 200,
    body: { left_at_dialpad: [], deauthorized: true, data: { app_id: appId } },
  });
  expect(simulator.setUp()).toEqual({ webhooks: [], subscriptions: [] });
  const changes = simulator.requests().slice(beforeEnd);
  expect(
    changes
      .filter(({ method }) => method !== 'GET')
      .map(({ method, target }) => `${method} ${target.replaceAll(/\/\d+/g, '')}`)
      .map((change) => change.replace(/(subscriptions)\/\w+/, '$1')),
  ).toEqual([
    'DELETE /api/v2/subscriptions',
    'DELETE /api/v2/subscriptions',
    'DELETE /api/v2/subscriptions',
    'DELETE /api/v2/webhooks',
    'POST /oauth2/deauthorize',
  ]);
  const me = `${simulator.url}/api/v2/users/me`;
  expect((await fetch(me, { headers: { authorization: `Bearer ${own}` } })).status).toBe(401);
  expect((await stage.connection(appId)).status).toBe(404);
  expect((await disconnected(appId)).body).toMatchObject({
    status: 409,
    code: 'dialpad-not-connected',
  });
  const { body } = await stage.operate('GET', `/internal/audit?app_id=${appId}`);
  const actions = (body['data'] as readonly { readonly action: string }[]).map(
    ({ action }) => action,
  );
  expect(actions).toEqual(expect.arrayContaining(['connection.made', 'connection.ended']));
});

test('what one person granted is given back with the last of the apps that are connected by it', async () => {
  const apps = [await stage.newApp(), await stage.newApp()] as const;
  for (const appId of apps) await stage.oauth.connect(appId);
  const [first, last] = apps;
  expect((await disconnected(first)).body).toMatchObject({ deauthorized: false });
  expect((await stage.connection(first)).status).toBe(404);
  expect((await stage.operate('GET', `/internal/apps/${last}/dialpad`)).status).toBe(200);
  expect((await disconnected(last)).body).toMatchObject({ deauthorized: true });
});

const disconnected = (appId: string) => stage.operate('POST', `/auth/dialpad/disconnect/${appId}`);

test('a link leads to Dialpad once, within an hour, and needs no secret', async () => {
  const appId = await stage.newApp();
  const refused = async (link: string): Promise<void> => {
    const { status, location, text } = await stage.newBrowser().post(link);
    expect([status, location, problemOf(text)]).toEqual([403, null, 'authorisation-refused']);
  };
  const link = await stage.newLink(appId);
  // Whoever looks at it, as mail programs do, uses nothing up.
  expect((await stage.newBrowser().open(link)).status).toBe(200);
  const { browser, goal } = await stage.beginByLink(link);
  await refused(link);
  expect((await browser.open(await agreed(browser, goal))).status).toBe(200);
  expect((await stage.connection(appId)).body).toMatchObject({ data: { state: 'connected' } });

  const late = await stage.newLink(appId);
  await stage.change(`UPDATE connect_links SET until = until - interval '61 minutes'`);
  await refused(late);
  await refused(late.replace(/link=.*/, `link=${'A'.repeat(43)}`));
  const both = `${await stage.newLink(appId)}&app_id=${appId}`;
  expect((await stage.newBrowser().open(both, BEARER)).status).toBe(400);
});

test('of several that follow a link at once, one is sent on', async () => {
  const appId = await stage.newApp();
  const { pathname, search } = new URL(await stage.newLink(appId));
  const followed = await Promise.all(
    Array.from({ length: 10 }, (_, nth) =>
      stage.newBrowser().post(`${stage.servers[nth % 2]?.url}${pathname}${search}`),
    ),
  );
  const statuses = followed.map(({ status }) => status).toSorted((one, other) => one - other);
  expect(statuses).toEqual([303, ...Array.from({ length: 9 }, () => 403)]);
});

test('nobody connects or disconnects without the operator’s secret or a link', async () => {
  const appId = await stage.newApp();
  const { url } = stage.oauth.balancer;
  for (const headers of [{}, { authorization: 'Bearer wrong' }]) {
    const connect = `${url}/auth/dialpad/connect?app_id=${appId}`;
    const shown = await stage.newBrowser().open(connect, headers);
    expect([shown.status, shown.headers.getSetCookie()]).toEqual([401, []]);
    for (const path of [
      `/auth/dialpad/disconnect/${appId}`,
      `/internal/apps/${appId}/connect-link`,
    ]) {
      expect((await fetch(url + path, { method: 'POST', headers })).status).toBe(401);
    }
  }
});

test('nothing of all that is in the log, in what was answered, or in a table', async () => {
  // Some are under way.
  await stage.begin(await stage.newApp());
  await stage.newLink(await stage.newApp());
  const { secrets, shown } = await stage.exposed();
  expect(secrets).toBeGreaterThan(20);
  expect(shown).toEqual([]);
});
