import { afterAll, beforeAll, expect, test } from 'vitest';

import { createBrowser } from './testing/create-browser.test.support.ts';
import {
  agreed,
  begunBy,
  type OAuthStage,
  openOAuthStage,
} from './testing/open-oauth-stage.test.support.ts';
import { openRaw } from './testing/open-raw.test.support.ts';
import type { TestServer } from './testing/start-server.test.support.ts';
import { testSecrets } from './testing/test-secrets.test.support.ts';

const DOMAIN = 'https://cti.example.com';
const CALLBACK = `${DOMAIN}/auth/dialpad/callback`;
const ELSEWHERE = `${DOMAIN}/apps/cti/back`;
const BEARER = { authorization: `Bearer ${testSecrets.INTERNAL_API_SECRET}` };

let oauth: OAuthStage;
let server: TestServer;
beforeAll(async () => {
  // As at Dialpad, where a redirect URI counts to the letter.
  oauth = await openOAuthStage({ redirectUris: [CALLBACK, ELSEWHERE] });
  server = await startWith(DOMAIN);
});
afterAll(() => oauth.close());

const startWith = (redirectUri: string): Promise<TestServer> =>
  oauth.start({ environment: { PUBLIC_URL: DOMAIN, DIALPAD_SANDBOX_REDIRECT_URI: redirectUri } });

const begin = (appId: string, { url }: Pick<TestServer, 'url'>, more = '') =>
  begunBy(
    createBrowser({ [DOMAIN]: url }),
    `${DOMAIN}/auth/dialpad/connect?app_id=${appId}${more}`,
    BEARER,
  );

test('a bare domain gets the path of our callback, and the cookie goes by https only', async () => {
  const appId = await oauth.newApp('Bare');
  const { browser, goal } = await begin(appId, server);
  expect(goal.searchParams.get('redirect_uri')).toBe(CALLBACK);
  expect(browser.cookies.get('dialpad_connect')?.attributes).toContain('Secure');
  const callback = await agreed(browser, goal);
  expect(callback.startsWith(`${CALLBACK}?`)).toBe(true);
  expect((await browser.open(callback)).status).toBe(200);
  expect(oauth.tap.tokenRequests().at(-1)?.sent.redirect_uri).toBe(CALLBACK);
});

test('no request chooses where Dialpad sends the browser', async () => {
  const appId = await oauth.newApp('Chosen');
  const path = `/auth/dialpad/connect?app_id=${appId}`;
  const evil = 'https://evil.example/auth/dialpad/callback';
  for (const name of ['redirect_uri', 'redirectUri', 'state', 'scope', 'code_challenge']) {
    const chosen = `${DOMAIN}${path}&${name}=${encodeURIComponent(evil)}`;
    const shown = await createBrowser({ [DOMAIN]: server.url }).open(chosen, BEARER);
    expect([name, shown.status, shown.location]).toEqual([name, 400, null]);
  }
  for (const headers of [
    ['Host: evil.example'],
    ['Host: evil.example', 'X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: https'],
    ['Host: cti.example.com', 'Forwarded: host=evil.example;proto=https', `Referer: ${evil}`],
    ['Host: cti.example.com', `Origin: ${evil}`, 'X-Original-URL: //evil.example'],
  ]) {
    const raw = openRaw({ port: server.port });
    const head = [`GET ${path} HTTP/1.1`, ...headers, `Authorization: ${BEARER.authorization}`];
    raw.write(`${[...head, 'Connection: close'].join('\r\n')}\r\n\r\n`);
    const answer = await raw.closed;
    expect(answer).toMatch(/^HTTP\/1\.1 302 /);
    const [, location = ''] = /^location: (.+)$/im.exec(answer) ?? [];
    expect(new URL(location).searchParams.get('redirect_uri')).toBe(CALLBACK);
    expect(new URL(location).origin).toBe(oauth.tap.url);
    expect(answer).not.toContain('evil');
  }
  const { browser, goal } = await begin(appId, server);
  const callback = `${await agreed(browser, goal)}&redirect_uri=${encodeURIComponent(evil)}`;
  const shown = await browser.open(callback);
  expect([shown.status, shown.location]).toEqual([200, null]);
  expect(shown.text).not.toContain('evil');
  expect(oauth.tap.tokenRequests().at(-1)?.sent.redirect_uri).toBe(CALLBACK);
});

test('any other is sent as it is given, and the tokens are asked for with the one that was sent', async () => {
  const appId = await oauth.newApp('Other');
  const before = await begin(appId, server);
  const other = await startWith(ELSEWHERE);
  const { browser, goal } = await begin(appId, other);
  expect(goal.searchParams.get('redirect_uri')).toBe(ELSEWHERE);
  expect((await agreed(browser, goal)).startsWith(`${ELSEWHERE}?`)).toBe(true);

  // Begun before the setting was changed, and finished after.
  const { pathname, search } = new URL(await agreed(before.browser, before.goal));
  expect((await before.browser.open(`${other.url}${pathname}${search}`)).status).toBe(200);
  expect(oauth.tap.tokenRequests().at(-1)?.sent.redirect_uri).toBe(CALLBACK);
});
