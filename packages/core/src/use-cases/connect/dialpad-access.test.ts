import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';

import type { Update } from '../../domain/update.ts';
import { createMemoryDialpad } from '../../memory/dialpad.ts';
import { createMemoryStorage } from '../../memory/storage.ts';
import type { ConnectionStore } from '../../ports/connection-store.ts';
import type { DialpadAccount } from '../../ports/dialpad-client.ts';
import type { DialpadOAuth, DialpadTokens } from '../../ports/dialpad-oauth.ts';
import { makeApp } from '../../testing/harness/make-app.ts';
import { sampleAct } from '../../testing/harness/sample-act.ts';
import { createDialpadAccess, type DialpadAccessDeps } from './dialpad-access.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** After each unclear refresh but the last. */
const WAITS_MS = [30, 60, 120, 240, 480, 900, 900].map((seconds) => seconds * 1_000);
const REAUTHORISE = { kind: 'dialpad-reauthorisation-needed' };

interface WorldOptions {
  readonly tokenLifetimeS?: number | null;
  readonly deps?: (deps: DialpadAccessDeps) => Partial<DialpadAccessDeps>;
}

/** One app, connected; its tokens are good for an hour. */
async function openWorld({ tokenLifetimeS = 3_600, deps = () => ({}) }: WorldOptions = {}) {
  const clock = { time: Date.UTC(2026, 8, 1, 12) };
  const now = () => clock.time;
  const storage = createMemoryStorage({ now });
  const dialpad = createMemoryDialpad({ now, tokenLifetimeS });
  const published: Update[] = [];
  const opened: DialpadAccount[] = [];
  const given: DialpadAccessDeps = {
    connectionStore: storage.connectionStore,
    oauth: dialpad.oauth,
    open: (account) => {
      opened.push(account);
      return dialpad.open(account);
    },
    staticKey: null,
    now,
    random: () => 0,
    publish: (updates) => void published.push(...updates),
  };
  const openAccess = () => createDialpadAccess({ ...given, ...deps(given) });

  async function connect(tokens: DialpadTokens = dialpad.issueTokens()): Promise<string> {
    const { app } = await makeApp(storage.keyStore);
    const owner = { companyId: null, userId: '2', officeId: '3', scopes: [] };
    const connection = { appId: app.appId, ...owner, tokens };
    (await storage.connectionStore.putConnection(connection, sampleAct))._unsafeUnwrap();
    return app.appId;
  }
  const first = dialpad.issueTokens();
  const appId = await connect(first);
  const access = openAccess();
  const tokens = access.tokensOf(appId);
  const refreshes = () => dialpad.asked().filter((method) => method === 'refresh').length;
  const state = async () =>
    (await storage.connectionStore.connection(appId))._unsafeUnwrap()?.state;
  return {
    clock,
    storage,
    dialpad,
    published,
    opened,
    access,
    openAccess,
    connect,
    appId,
    tokens,
    first,
    refreshes,
    state,
  };
}

describe('the tokens of a connection', () => {
  test('are used as they are while they are not due, and none is asked for', async () => {
    const { tokens, first, clock, refreshes } = await openWorld();
    clock.time += 48 * MINUTE_MS - 1;
    expect((await tokens.token())._unsafeUnwrap()).toBe(first.accessToken);
    expect(refreshes()).toBe(0);
    clock.time += 1;
    expect((await tokens.token())._unsafeUnwrap()).not.toBe(first.accessToken);
    expect(refreshes()).toBe(1);
  });

  test('are renewed once when 50 need one at once, in two servers, and all get the same', async () => {
    const { clock, openAccess, appId, refreshes, first } = await openWorld();
    clock.time += 2 * HOUR_MS;
    const servers = [openAccess(), openAccess()];
    const given = await Promise.all(
      Array.from({ length: 25 }, () => servers)
        .flat()
        .map((server) => server.tokensOf(appId).token()),
    );
    const texts = new Set(given.map((token) => token._unsafeUnwrap()));
    expect(texts.size).toBe(1);
    expect(texts.has(first.accessToken)).toBe(false);
    expect(refreshes()).toBe(1);
  });

  test('are renewed once when Dialpad refuses one to 50 at once', async () => {
    const { dialpad, access, appId, refreshes } = await openWorld();
    dialpad.expireTokens();
    const client = (await access.dialpadFor(appId))._unsafeUnwrap();
    const seen = await Promise.all(Array.from({ length: 50 }, () => client.me()));
    for (const me of seen) expect(me.isOk()).toBe(true);
    expect(refreshes()).toBe(1);
  });

  test('that were refused are not renewed when others are held already', async () => {
    const { tokens, first, dialpad, refreshes } = await openWorld();
    dialpad.expireTokens();
    const second = (await tokens.renewed(first.accessToken))._unsafeUnwrap();
    expect((await tokens.renewed(first.accessToken))._unsafeUnwrap()).toBe(second);
    expect(refreshes()).toBe(1);
  });

  test('that are refused again and again are renewed three times in a minute, not more', async () => {
    const { tokens, first, clock, refreshes } = await openWorld();
    let refused = first.accessToken;
    for (let nth = 0; nth < 3; nth += 1) refused = (await tokens.renewed(refused))._unsafeUnwrap();
    expect((await tokens.renewed(refused))._unsafeUnwrapErr()).toEqual({
      kind: 'dialpad-unauthorized',
    });
    expect(refreshes()).toBe(3);
    clock.time += MINUTE_MS;
    expect((await tokens.renewed(refused)).isOk()).toBe(true);
  });

  test('are given up when Dialpad refuses the grant, and clients see it once', async () => {
    const { tokens, clock, dialpad, published, refreshes, state, appId, storage } =
      await openWorld();
    dialpad.revokeTokens();
    clock.time += 2 * HOUR_MS;
    const asked = await Promise.all(Array.from({ length: 5 }, () => tokens.token()));
    for (const token of asked) expect(token._unsafeUnwrapErr()).toEqual(REAUTHORISE);
    expect((await tokens.renewed('whatever'))._unsafeUnwrapErr()).toEqual(REAUTHORISE);
    expect(refreshes()).toBe(1);
    expect(await state()).toBe('reauthorisation_needed');
    expect(published).toMatchObject([
      { type: 'connection.updated', appId, data: { state: 'reauthorisation_needed' } },
    ]);
    const logged = (await storage.updateLog.readAfter(appId, 1, 10))._unsafeUnwrap();
    expect(published).toEqual(logged);
  });

  test('without a refresh token are used until they are over or refused, and then given up', async () => {
    for (const isRefused of [false, true]) {
      const { access, connect, clock, refreshes } = await openWorld();
      const alone = { accessToken: 'alone', refreshToken: null, expiresIn: 3_600 };
      const tokens = access.tokensOf(await connect(alone));
      clock.time += HOUR_MS - 1;
      expect((await tokens.token())._unsafeUnwrap()).toBe('alone');
      if (!isRefused) clock.time += 1;
      const last = isRefused ? tokens.renewed('alone') : tokens.token();
      expect((await last)._unsafeUnwrapErr()).toEqual(REAUTHORISE);
      expect(refreshes()).toBe(0);
    }
  });

  test('of which only the access token is renewed keep the refresh token', async () => {
    const seen: string[] = [];
    const refresh: DialpadOAuth['refresh'] = (refreshToken) => {
      seen.push(refreshToken);
      return okAsync({ accessToken: `${seen.length}`, refreshToken: null, expiresIn: 3_600 });
    };
    const { tokens, clock, first } = await openWorld({
      deps: ({ oauth }) => ({ oauth: oauth && { ...oauth, refresh } }),
    });
    for (const nth of ['1', '2', '3']) {
      clock.time += 2 * HOUR_MS;
      expect((await tokens.token())._unsafeUnwrap()).toBe(nth);
    }
    expect(new Set(seen)).toEqual(new Set([first.refreshToken]));
  });

  test('that Dialpad gave and the storage did not take are kept until it does', async () => {
    const fault = { kind: 'store-unavailable', cause: 'the commit failed' } as const;
    let isBroken = true;
    const breaking = (store: DialpadAccessDeps['connectionStore']) => {
      const changeTokens: ConnectionStore['changeTokens'] = (appId, work) =>
        isBroken
          ? store.changeTokens(appId, (held) => work(held).andThen(() => errAsync(fault)))
          : store.changeTokens(appId, work);
      return { ...store, changeTokens };
    };
    const { tokens, clock, refreshes, storage, appId } = await openWorld({
      deps: ({ connectionStore }) => ({ connectionStore: breaking(connectionStore) }),
    });
    clock.time += 2 * HOUR_MS;
    const started = clock.time;
    expect((await tokens.token())._unsafeUnwrapErr()).toEqual(fault);
    isBroken = false;
    clock.time += MINUTE_MS;
    expect((await tokens.token()).isOk()).toBe(true);
    expect(refreshes()).toBe(1);
    const held = (await storage.connectionStore.tokens(appId))._unsafeUnwrap();
    expect(held?.expiresAt).toBe(started + HOUR_MS);
  });
});

describe('a refresh without a clear answer', () => {
  test('is tried again ever later, and costs nobody an authorisation for three quarters of an hour', async () => {
    const { tokens, clock, dialpad, first, refreshes, state } = await openWorld();
    for (let nth = 0; nth < 8; nth += 1) dialpad.failNext('refresh', 'unclear-not-done');
    const expiresAt = clock.time + HOUR_MS;
    clock.time += 48 * MINUTE_MS;
    for (const [nth, waitMs] of WAITS_MS.entries()) {
      for (const laterMs of [0, waitMs - 1]) {
        clock.time += laterMs;
        const token = await tokens.token();
        if (clock.time < expiresAt) expect(token._unsafeUnwrap()).toBe(first.accessToken);
        else expect(token._unsafeUnwrapErr().kind).toBe('dialpad-unavailable');
        expect(refreshes()).toBe(nth + 1);
      }
      expect(await state()).toBe('connected');
      clock.time += 1;
    }
    expect((await tokens.token())._unsafeUnwrapErr()).toEqual(REAUTHORISE);
    expect(refreshes()).toBe(8);
    expect(await state()).toBe('reauthorisation_needed');
  });

  test('leaves a valid token in use: the last one waits until it has expired', async () => {
    const { tokens, clock, dialpad, first, refreshes, state } = await openWorld({
      tokenLifetimeS: 10 * 3_600,
    });
    for (let nth = 0; nth < 8; nth += 1) dialpad.failNext('refresh', 'unclear-not-done');
    clock.time += 8 * HOUR_MS;
    for (let minute = 0; minute < 120; minute += 1) {
      expect((await tokens.token())._unsafeUnwrap()).toBe(first.accessToken);
      clock.time += MINUTE_MS;
    }
    expect(refreshes()).toBe(7);
    expect(await state()).toBe('connected');
    expect((await tokens.token())._unsafeUnwrapErr()).toEqual(REAUTHORISE);
    expect(refreshes()).toBe(8);
  });

  test('ends well when Dialpad is back before the last one', async () => {
    const { tokens, clock, dialpad, refreshes, state } = await openWorld();
    for (let nth = 0; nth < 7; nth += 1) dialpad.failNext('refresh', 'unclear-not-done');
    clock.time += HOUR_MS;
    for (const waitMs of WAITS_MS) {
      expect((await tokens.token()).isErr()).toBe(true);
      clock.time += waitMs;
    }
    expect((await tokens.token()).isOk()).toBe(true);
    expect(refreshes()).toBe(8);
    expect(await state()).toBe('connected');
  });

  test('of an expired token is an error until 30 s later, and nothing was sent', async () => {
    const { tokens, clock, dialpad, refreshes } = await openWorld();
    dialpad.failNext('refresh', 'unclear-not-done');
    clock.time += 2 * HOUR_MS;
    for (let nth = 0; nth < 3; nth += 1) {
      expect((await tokens.token())._unsafeUnwrapErr()).toMatchObject({
        kind: 'dialpad-unavailable',
        isUnclear: false,
      });
      clock.time += 9_999;
    }
    expect(refreshes()).toBe(1);
    clock.time += 3;
    expect((await tokens.token()).isOk()).toBe(true);
  });

  test('is tried again ever later also when the storage did not take note of it', async () => {
    const fault = { kind: 'store-unavailable', cause: 'the commit failed' } as const;
    const failing = (store: DialpadAccessDeps['connectionStore']) => {
      const changeTokens: ConnectionStore['changeTokens'] = (appId, work) =>
        store.changeTokens(appId, (held) => work(held).andThen(() => errAsync(fault)));
      return { ...store, changeTokens };
    };
    const { tokens, clock, dialpad, refreshes } = await openWorld({
      deps: ({ connectionStore }) => ({ connectionStore: failing(connectionStore) }),
    });
    for (let nth = 0; nth < 9; nth += 1) dialpad.failNext('refresh', 'unclear-not-done');
    clock.time += 2 * HOUR_MS;
    expect((await tokens.token())._unsafeUnwrapErr()).toEqual(fault);
    for (const [nth, waitMs] of WAITS_MS.entries()) {
      clock.time += waitMs - 1;
      expect((await tokens.token())._unsafeUnwrapErr().kind).toBe('dialpad-unavailable');
      expect(refreshes()).toBe(nth + 1);
      clock.time += 1;
      expect((await tokens.token())._unsafeUnwrapErr()).toEqual(fault);
      expect(refreshes()).toBe(nth + 2);
    }
  });

  test('that was carried out is found out by the next one', async () => {
    const { tokens, clock, dialpad, refreshes } = await openWorld();
    dialpad.failNext('refresh', 'unclear-done');
    clock.time += 2 * HOUR_MS;
    expect((await tokens.token()).isErr()).toBe(true);
    clock.time += 30_000;
    expect((await tokens.token())._unsafeUnwrapErr()).toEqual(REAUTHORISE);
    expect(refreshes()).toBe(2);
  });

  test('is forgotten with the first clear one', async () => {
    const { tokens, clock, dialpad, storage, appId } = await openWorld();
    for (let round = 0; round < 3; round += 1) {
      for (let nth = 0; nth < 2; nth += 1) dialpad.failNext('refresh', 'unclear-not-done');
      clock.time += 2 * HOUR_MS;
      for (const waitMs of [30_000, 60_000]) {
        expect((await tokens.token()).isErr()).toBe(true);
        clock.time += waitMs;
      }
      expect((await tokens.token()).isOk()).toBe(true);
      const held = (await storage.connectionStore.tokens(appId))._unsafeUnwrap();
      expect(held?.unclearRefreshes).toBe(0);
    }
  });
});

test('a refresh that Dialpad refuses in words of its own counts as one without a clear answer', async () => {
  const { tokens, clock, dialpad, refreshes, state, published } = await openWorld();
  const rejected = { kind: 'dialpad-rejected', status: 422, detail: 'try another' } as const;
  for (let nth = 0; nth < 8; nth += 1) {
    dialpad.failNext('refresh', nth % 3 === 1 ? 'unclear-not-done' : rejected);
  }
  clock.time += HOUR_MS;
  for (const [nth, waitMs] of WAITS_MS.entries()) {
    for (const laterMs of [0, waitMs - 1]) {
      clock.time += laterMs;
      expect((await tokens.token())._unsafeUnwrapErr().kind).toBe('dialpad-unavailable');
      expect(refreshes()).toBe(nth + 1);
    }
    clock.time += 1;
  }
  expect((await tokens.token())._unsafeUnwrapErr()).toEqual(REAUTHORISE);
  expect(refreshes()).toBe(8);
  expect(await state()).toBe('reauthorisation_needed');
  expect(published).toHaveLength(1);
});

describe('a refresh that was certainly not carried out', () => {
  const notSent = { kind: 'dialpad-unavailable', isUnclear: false, cause: 'refused' } as const;

  test('is tried again, later each time, and never in a tight loop', async () => {
    const { tokens, clock, dialpad, first, refreshes, state } = await openWorld();
    for (let nth = 0; nth < 20; nth += 1) dialpad.failNext('refresh', notSent);
    clock.time += 48 * MINUTE_MS;
    for (let second = 0; second < 60; second += 1) {
      for (let nth = 0; nth < 5; nth += 1) {
        expect((await tokens.token())._unsafeUnwrap()).toBe(first.accessToken);
      }
      clock.time += 1_000;
    }
    expect(refreshes()).toBeGreaterThan(3);
    expect(refreshes()).toBeLessThan(8);
    expect(await state()).toBe('connected');
  });

  test('because there were too many requests waits for as long as Dialpad says', async () => {
    const { tokens, clock, dialpad, refreshes } = await openWorld();
    clock.time += 2 * HOUR_MS;
    const retryAt = clock.time + 5 * MINUTE_MS;
    dialpad.failNext('refresh', { kind: 'dialpad-rate-limited', retryAt });
    expect((await tokens.token())._unsafeUnwrapErr().kind).toBe('dialpad-unavailable');
    clock.time = retryAt - 1;
    expect((await tokens.token())._unsafeUnwrapErr().kind).toBe('dialpad-unavailable');
    expect(refreshes()).toBe(1);
    clock.time = retryAt;
    expect((await tokens.token()).isOk()).toBe(true);
  });

  test('because Dialpad does not know our client leaves the connection as it is', async () => {
    const { tokens, clock, dialpad, state } = await openWorld();
    clock.time += 2 * HOUR_MS;
    dialpad.failNext('refresh', { kind: 'dialpad-unauthorized' });
    expect((await tokens.token())._unsafeUnwrapErr().kind).toBe('dialpad-unauthorized');
    expect(await state()).toBe('connected');
    clock.time += MINUTE_MS;
    expect((await tokens.token()).isOk()).toBe(true);
  });

  test('because Dialpad does not know our client is tried again ever later, and never given up', async () => {
    const { tokens, clock, dialpad, refreshes, state } = await openWorld();
    const waits = [...WAITS_MS, 900_000, 900_000, 900_000];
    for (const _wait of waits) dialpad.failNext('refresh', { kind: 'dialpad-unauthorized' });
    clock.time += HOUR_MS;
    for (const [nth, waitMs] of waits.entries()) {
      expect((await tokens.token())._unsafeUnwrapErr().kind).toBe('dialpad-unauthorized');
      clock.time += waitMs - 1;
      expect((await tokens.token())._unsafeUnwrapErr().kind).toBe('dialpad-unavailable');
      expect(refreshes()).toBe(nth + 1);
      clock.time += 1;
    }
    expect(await state()).toBe('connected');
    expect((await tokens.token()).isOk()).toBe(true);
  });
});

describe('dialpadFor', () => {
  test('gives each company its own limits, and the static key to apps without a connection', async () => {
    const { access, opened, appId, storage, connect } = await openWorld({
      deps: () => ({ staticKey: 'made by an administrator' }),
    });
    const { app } = await makeApp(storage.keyStore);
    for (const asked of [appId, await connect(), app.appId]) await access.dialpadFor(asked);
    const companies = opened.map(({ companyKey }) => companyKey);
    expect(companies[0]).toBe(appId);
    expect(new Set(companies).size).toBe(3);
    expect(companies[2]).toBe('static');
    const [, , key] = opened;
    expect((await key?.tokens.token())?._unsafeUnwrap()).toBe('made by an administrator');
    expect((await key?.tokens.renewed('made by an administrator'))?._unsafeUnwrapErr()).toEqual({
      kind: 'dialpad-unauthorized',
    });
  });

  test('never falls back to the static key when a connection has to be authorised anew', async () => {
    const { access, dialpad, clock, appId, tokens } = await openWorld({
      deps: () => ({ staticKey: 'made by an administrator' }),
    });
    dialpad.revokeTokens();
    clock.time += 2 * HOUR_MS;
    await tokens.token();
    const client = (await access.dialpadFor(appId))._unsafeUnwrap();
    expect((await client.me())._unsafeUnwrapErr()).toEqual(REAUTHORISE);
  });

  test('says so when there is neither', async () => {
    const { access, storage } = await openWorld();
    const { app } = await makeApp(storage.keyStore);
    expect((await access.dialpadFor(app.appId))._unsafeUnwrapErr()).toEqual({
      kind: 'dialpad-not-connected',
    });
  });

  test('without our client configured still uses tokens that are valid, and gives none up', async () => {
    const { tokens, clock, first, state } = await openWorld({ deps: () => ({ oauth: null }) });
    clock.time += HOUR_MS - 1;
    expect((await tokens.token())._unsafeUnwrap()).toBe(first.accessToken);
    clock.time += 1;
    expect((await tokens.token())._unsafeUnwrapErr().kind).toBe('dialpad-unauthorized');
    expect(await state()).toBe('connected');
  });
});

describe('refreshDue', () => {
  test('renews what is due and nothing else, and tells what failed', async () => {
    const { access, clock, dialpad, connect, appId, refreshes, storage } = await openWorld();
    const lost = await connect({ accessToken: 'a', refreshToken: 'no such', expiresIn: 3_600 });
    await connect({ accessToken: 'b', refreshToken: null, expiresIn: 3_600 });
    await connect({ accessToken: 'c', refreshToken: 'no such either', expiresIn: null });
    expect((await access.refreshDue())._unsafeUnwrap()).toEqual({ refreshed: 0, failed: [] });
    clock.time += 48 * MINUTE_MS;
    const late = await connect();
    expect((await access.refreshDue())._unsafeUnwrap()).toEqual({
      refreshed: 1,
      failed: [{ appId: lost, error: REAUTHORISE }],
    });
    expect((await access.refreshDue())._unsafeUnwrap()).toEqual({ refreshed: 0, failed: [] });
    expect(refreshes()).toBe(2);
    const held = await storage.connectionStore.tokens(appId);
    expect(held._unsafeUnwrap()?.obtainedAt).toBe(clock.time);
    dialpad.expireTokens();
    expect(
      (await storage.connectionStore.connection(late))._unsafeUnwrap()?.refreshedAt,
    ).toBeNull();
  });

  test('by several servers at once renews each once', async () => {
    const { openAccess, clock, refreshes, connect } = await openWorld();
    await connect();
    clock.time += 50 * MINUTE_MS;
    const servers = [openAccess(), openAccess(), openAccess()];
    await Promise.all(servers.map((server) => server.refreshDue()));
    expect(refreshes()).toBe(2);
  });
});
