import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Browser } from './testing/create-browser.test.support.ts';
import {
  type ConnectStage,
  openConnectStage,
  problemOf,
} from './testing/open-connect-stage.test.support.ts';
import { agreed, answered } from './testing/open-oauth-stage.test.support.ts';

let stage: ConnectStage;
beforeAll(async () => {
  stage = await openConnectStage();
});
afterAll(() => stage.close());

const callbackOf = (state: string, code: string): string =>
  `${stage.oauth.balancer.url}/auth/dialpad/callback?${new URLSearchParams({ state, code }).toString()}`;
const codeIn = (callback: string): string => new URL(callback).searchParams.get('code') ?? '';

const statusesOf = (appIds: readonly string[]) =>
  Promise.all(appIds.map(async (appId) => (await stage.connection(appId)).status));

const isConnected = async (appId: string): Promise<boolean> =>
  (await stage.connection(appId)).status === 200;

/** What the browser is answered, and that Dialpad was asked for tokens so many times meanwhile. */
async function opened(browser: Browser, callback: string, asked: number) {
  const { tap } = stage.oauth;
  const before = tap.tokenRequests().length;
  const { status, headers, text } = await browser.open(callback);
  expect(tap.tokenRequests().length - before).toBe(asked);
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  return [status, problemOf(text)];
}

const REFUSED = [403, 'authorisation-refused'];
const NOT_GRANTED = [403, 'grant-refused'];
const CONNECTED = [200, null];

/** One that nobody set, for null. */
function cookieOf(browser: Browser | null) {
  const other = { value: 'C'.repeat(43), path: '/auth/dialpad', attributes: [] };
  return browser?.cookies.get('dialpad_connect') ?? other;
}

/** In the place of all that it has. */
function giveCookie({ cookies }: Browser, cookie: ReturnType<typeof cookieOf>): void {
  cookies.clear();
  cookies.set('dialpad_connect', cookie);
}

describe('refused is', () => {
  test('a state that was guessed', async () => {
    const { browser, goal, state } = await stage.begin(await stage.newApp());
    const callback = await agreed(browser, goal);
    const next = Buffer.from(state, 'base64url');
    next[31] = (next[31] ?? 0) ^ 1;
    const guesses = [
      '',
      'A'.repeat(43),
      'x'.repeat(5_000),
      "' OR 1=1 --",
      '\u0000',
      state.slice(1),
    ];
    for (const guess of [...guesses, next.toString('base64url')]) {
      const copy = stage.newBrowser();
      giveCookie(copy, cookieOf(browser));
      expect(await opened(copy, callbackOf(guess, codeIn(callback)), 0)).toEqual(REFUSED);
    }
    const without = `${stage.oauth.balancer.url}/auth/dialpad/callback?code=${codeIn(callback)}`;
    const copy = stage.newBrowser();
    giveCookie(copy, cookieOf(browser));
    expect(await opened(copy, without, 0)).toEqual(REFUSED);
    // None of that has spoiled it.
    expect(await opened(browser, callback, 1)).toEqual(CONNECTED);
  });

  test('a state of another app, from that app’s browser', async () => {
    const apps = [await stage.newApp(), await stage.newApp()] as const;
    const [own, others] = [await stage.begin(apps[0]), await stage.begin(apps[1])];
    const callback = await agreed(own.browser, own.goal);
    expect(await opened(others.browser, callback, 0)).toEqual(REFUSED);
    // By then it is used up for its own browser as well.
    expect(await opened(own.browser, callback, 0)).toEqual(REFUSED);
    expect(await statusesOf(apps)).toEqual([404, 404]);
  });

  test('a state from before the same browser began with another app', async () => {
    const apps = [await stage.newApp(), await stage.newApp()] as const;
    const browser = stage.newBrowser();
    const { goal } = await stage.begin(apps[0], browser);
    const last = await stage.begin(apps[1], browser);
    const cookie = cookieOf(browser);
    expect(await opened(browser, await agreed(browser, goal), 0)).toEqual(REFUSED);
    giveCookie(browser, cookie);
    expect(await opened(browser, await agreed(browser, last.goal), 1)).toEqual(CONNECTED);
    expect(await statusesOf(apps)).toEqual([404, 200]);
  });

  test('a code that was given to another authorisation', async () => {
    const apps = [await stage.newApp(), await stage.newApp()] as const;
    const [victim, attacker] = [await stage.begin(apps[0]), await stage.begin(apps[1])];
    const code = codeIn(await agreed(attacker.browser, attacker.goal));
    expect(await opened(victim.browser, callbackOf(victim.state, code), 1)).toEqual(NOT_GRANTED);
    expect(await statusesOf(apps)).toEqual([404, 404]);
  });

  test('a state that was used', async () => {
    const appId = await stage.newApp();
    const { browser, goal } = await stage.begin(appId);
    const callback = await agreed(browser, goal);
    const cookie = cookieOf(browser);
    expect(await opened(browser, callback, 1)).toEqual(CONNECTED);
    giveCookie(browser, cookie);
    expect(await opened(browser, callback, 0)).toEqual(REFUSED);
    expect(await isConnected(appId)).toBe(true);
  });

  test('a code that was used; what was connected with it stays so', async () => {
    const appId = await stage.newApp();
    const first = await stage.begin(appId);
    const callback = await agreed(first.browser, first.goal);
    expect(await opened(first.browser, callback, 1)).toEqual(CONNECTED);
    const { body: before } = await stage.connection(appId);
    const { browser, state } = await stage.begin(appId);
    expect(await opened(browser, callbackOf(state, codeIn(callback)), 1)).toEqual(NOT_GRANTED);
    expect((await stage.connection(appId)).body).toEqual(before);
    expect((await stage.operate('GET', `/internal/apps/${appId}/dialpad`)).status).toBe(200);
  });

  test('a state after ten minutes, and not before', async () => {
    const appId = await stage.newApp();
    const goOn = (minutes: number): Promise<void> =>
      stage.change(
        `UPDATE dialpad_authorisations SET until = until - interval '${minutes} minutes'`,
      );
    const late = await stage.begin(appId);
    await goOn(11);
    const lateCallback = await agreed(late.browser, late.goal);
    expect(await opened(late.browser, lateCallback, 0)).toEqual(REFUSED);
    const { browser, goal } = await stage.begin(appId);
    await goOn(9);
    expect(await opened(browser, await agreed(browser, goal), 1)).toEqual(CONNECTED);
  });

  test.each<[string, (browser: Browser) => void]>([
    ['without its cookie', ({ cookies }) => cookies.clear()],
    ['with another one', (browser) => giveCookie(browser, cookieOf(null))],
    [
      'with two of that name',
      (browser) => {
        const { value, ...own } = cookieOf(browser);
        giveCookie(browser, { ...own, value: `${value}; dialpad_connect=${value}` });
      },
    ],
  ])('a browser %s, and the state is used up', async (_, spoil) => {
    const appId = await stage.newApp();
    const { browser, goal } = await stage.begin(appId);
    const cookie = cookieOf(browser);
    const callback = await agreed(browser, goal);
    spoil(browser);
    expect(await opened(browser, callback, 0)).toEqual(REFUSED);
    giveCookie(browser, cookie);
    expect(await opened(browser, callback, 0)).toEqual(REFUSED);
    expect(await isConnected(appId)).toBe(false);
  });

  test('each but one of ten callbacks at once, in two processes', async () => {
    const appId = await stage.newApp();
    const { browser, goal } = await stage.begin(appId);
    const { pathname, search } = new URL(await agreed(browser, goal));
    const { tap } = stage.oauth;
    const before = tap.tokenRequests().length;
    const shown = await Promise.all(
      Array.from({ length: 10 }, (_, nth) => {
        const copy = stage.newBrowser();
        giveCookie(copy, cookieOf(browser));
        return copy.open(`${stage.servers[nth % 2]?.url}${pathname}${search}`);
      }),
    );
    const statuses = shown.map(({ status }) => status).toSorted((one, other) => one - other);
    expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 403)]);
    expect(tap.tokenRequests()).toHaveLength(before + 1);
    expect(await isConnected(appId)).toBe(true);
  });

  test('what somebody at Dialpad refuses; the state is used up', async () => {
    const appId = await stage.newApp();
    const { browser, goal, state } = await stage.begin(appId);
    const cookie = cookieOf(browser);
    const callback = await answered(browser, goal, { approve: '0' });
    expect(new URL(callback).searchParams.get('error')).toBe('access_denied');
    expect(await opened(browser, callback, 0)).toEqual(NOT_GRANTED);
    giveCookie(browser, cookie);
    const code = codeIn(await agreed(browser, goal));
    expect(await opened(browser, callbackOf(state, code), 0)).toEqual(REFUSED);
    expect(await isConnected(appId)).toBe(false);
  });
});

test('nothing of all that is in the log, in what was answered, or in a table', async () => {
  const { secrets, shown } = await stage.exposed();
  expect(secrets).toBeGreaterThan(50);
  expect(shown).toEqual([]);
});
