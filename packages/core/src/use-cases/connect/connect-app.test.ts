import { createHash, randomBytes, randomUUID } from 'node:crypto';

import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';

import type { Update } from '../../domain/update.ts';
import { createMemoryDialpad } from '../../memory/dialpad.ts';
import { createMemoryStorage } from '../../memory/storage.ts';
import { auditTrail } from '../../testing/harness/audit-trail.ts';
import { makeApp } from '../../testing/harness/make-app.ts';
import { sampleAct } from '../../testing/harness/sample-act.ts';
import { sampleHook } from '../../testing/key-store-samples.ts';
import type { WebhookSetup } from '../set-up/webhook-setup.ts';
import type { ConnectAppDeps } from './connect-app.ts';
import { createConnectApp } from './create-connect-app.ts';
import { createDialpadAccess } from './dialpad-access.ts';

const MINUTE_MS = 60_000;
const REDIRECT_URI = 'https://cti.example.com/auth/dialpad/callback?of=dialpad';
const SCOPES = ['offline_access', 'calls:list'];
const REFUSED = { kind: 'authorisation-refused' };

interface WorldOptions {
  readonly deps?: Partial<ConnectAppDeps>;
}

async function openWorld({ deps = {} }: WorldOptions = {}) {
  const clock = { time: Date.UTC(2026, 8, 1, 12) };
  const now = () => clock.time;
  const storage = createMemoryStorage({ now });
  const { connectionStore, keyStore, webhookRegistry: registry } = storage;
  const dialpad = createMemoryDialpad({ now });
  const { oauth, open } = dialpad;
  const published: Update[] = [];
  const removed: string[] = [];
  const publish = (updates: readonly Update[]): void => void published.push(...updates);
  const access = createDialpadAccess({
    connectionStore,
    oauth,
    open,
    now,
    publish,
    staticKey: null,
    random: () => 0,
  });
  const remove: WebhookSetup['remove'] = (hookId) =>
    registry.registration(hookId).andThen((registration) => {
      removed.push(hookId);
      return registration === null
        ? errAsync({ kind: 'hook-not-found' as const })
        : okAsync(registration);
    });
  const connectApp = createConnectApp({
    connectionStore,
    keyStore,
    oauth,
    open,
    registry,
    randomBytes,
    now,
    publish,
    tokensOf: access.tokensOf,
    webhookSetup: { remove },
    redirectUri: () => REDIRECT_URI,
    scopes: SCOPES,
    ...deps,
  });
  const { app } = await makeApp(keyStore);
  const { appId } = app;

  /** Up to where the browser comes back. */
  async function agree(who: Parameters<typeof connectApp.begin>[0] = { appId }) {
    const { authorizeUrl, browserToken } = (await connectApp.begin(who))._unsafeUnwrap();
    const state = new URL(authorizeUrl).searchParams.get('state') ?? '';
    return { state, code: dialpad.agree(authorizeUrl), browserToken };
  }
  const finish = (answer: Awaited<ReturnType<typeof agree>>) =>
    connectApp.finish(answer, sampleAct);
  const connected = async () => (await connectionStore.connection(appId))._unsafeUnwrap();
  return {
    clock,
    storage,
    dialpad,
    published,
    removed,
    connectApp,
    appId,
    agree,
    finish,
    connected,
  };
}

describe('an app is connected', () => {
  test('by what an administrator agrees to, with whose account it is', async () => {
    const { agree, finish, connected, storage, appId, dialpad, published, clock } =
      await openWorld();
    const status = (await finish(await agree()))._unsafeUnwrap();
    const { companyId, officeId, id: userId } = await meOf(dialpad);
    expect(status).toEqual({
      appId,
      companyId,
      officeId,
      userId,
      scopes: SCOPES,
      state: 'connected',
      connectedAt: new Date(clock.time).toISOString(),
      expiresAt: new Date(clock.time + 3_600_000).toISOString(),
      refreshedAt: null,
    });
    expect(await connected()).toEqual(status);
    expect(published).toMatchObject([{ type: 'connection.updated', data: { state: 'connected' } }]);
    expect((await storage.connectionStore.tokens(appId))._unsafeUnwrap()).toMatchObject({
      accessToken: expect.stringMatching(/^access-/),
      refreshToken: expect.stringMatching(/^refresh-/),
    });
    const entries = await auditTrail(storage, { actions: ['connection.made'] });
    expect(entries.map(({ actor }) => actor)).toEqual([sampleAct.actor]);
  });

  test('through a link, once and within the hour', async () => {
    const { connectApp, agree, finish, clock, appId } = await openWorld();
    const link = async () => (await connectApp.createLink(appId, sampleAct))._unsafeUnwrap();
    const { token, until } = await link();
    expect(until).toBe(clock.time + 60 * MINUTE_MS);
    expect((await finish(await agree({ linkToken: token })))._unsafeUnwrap().appId).toBe(appId);
    const late = await link();
    clock.time = late.until;
    for (const linkToken of [token, late.token, 'guessed', '', '\0']) {
      expect((await connectApp.begin({ linkToken }))._unsafeUnwrapErr()).toEqual(REFUSED);
    }
  });

  test('anew, with another grant, and clients hear of it only if they had to', async () => {
    const { agree, finish, connected, published } = await openWorld();
    await finish(await agree());
    const again = (await finish(await agree()))._unsafeUnwrap();
    expect(await connected()).toEqual(again);
    expect(published).toHaveLength(1);
  });
});

describe('what the browser carries', () => {
  test('is 256 random bits each, new every time, and kept as digests only', async () => {
    const { connectApp, appId, storage } = await openWorld();
    const seen: string[] = [];
    for (let nth = 0; nth < 20; nth += 1) {
      const { token } = (await connectApp.createLink(appId, sampleAct))._unsafeUnwrap();
      const begun = (await connectApp.begin({ appId }))._unsafeUnwrap();
      const terms = new URL(begun.authorizeUrl).searchParams;
      seen.push(token, begun.browserToken, terms.get('state') ?? '');
      expect(terms.get('code_challenge_method')).toBe('S256');
      expect(terms.get('redirect_uri')).toBe(REDIRECT_URI);
      expect(terms.get('scope')).toBe(SCOPES.join(' '));
      const digest = (text: string) => createHash('sha256').update(text).digest('hex');
      const kept = await storage.connectionStore.takeAuthorisation(
        digest(terms.get('state') ?? ''),
        digest(begun.browserToken),
      );
      const { codeVerifier } = kept._unsafeUnwrap() ?? { codeVerifier: '' };
      seen.push(codeVerifier);
      const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
      expect(terms.get('code_challenge')).toBe(challenge);
    }
    for (const text of seen) expect(text).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(new Set(seen).size).toBe(80);
  });

  test('is refused when it was guessed, is of another browser or app, too old, or used', async () => {
    const { agree, finish, clock, connected, storage, connectApp } = await openWorld();
    const { app: other } = await makeApp(storage.keyStore);
    const [own, foreign] = [await agree(), await agree({ appId: other.appId })];
    const refused = [
      { ...own, state: 'guessed' },
      { ...own, state: '' },
      { ...own, browserToken: foreign.browserToken },
      // Used up by the browser it was not for.
      own,
      { ...foreign, browserToken: '\0' },
      foreign,
    ];
    for (const answer of refused)
      expect((await finish(answer))._unsafeUnwrapErr()).toEqual(REFUSED);

    const late = await agree();
    clock.time += 10 * MINUTE_MS;
    expect((await finish(late))._unsafeUnwrapErr()).toEqual(REFUSED);
    const denied = await agree();
    expect((await connectApp.refuse(denied)).isOk()).toBe(true);
    expect((await finish(denied))._unsafeUnwrapErr()).toEqual(REFUSED);
    expect(await connected()).toBeNull();
  });

  test('works for one of many callbacks at once, and not a second time', async () => {
    const { agree, finish, dialpad } = await openWorld();
    const answer = await agree();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => finish(answer)));
    expect(outcomes.filter((outcome) => outcome.isOk())).toHaveLength(1);
    expect((await finish(answer))._unsafeUnwrapErr()).toEqual(REFUSED);
    expect(dialpad.asked().filter((method) => method === 'exchange')).toHaveLength(1);
  });

  test('does not help a code that is used, or of another authorisation', async () => {
    const { agree, finish, connected } = await openWorld();
    const [first, second, third] = [await agree(), await agree(), await agree()];
    expect((await finish({ ...first, code: second.code }))._unsafeUnwrapErr()).toEqual({
      kind: 'grant-refused',
    });
    expect((await finish({ ...third, code: second.code }))._unsafeUnwrapErr()).toEqual({
      kind: 'grant-refused',
    });
    expect(await connected()).toBeNull();
  });
});

describe('when Dialpad does not say whose the tokens are', () => {
  const failure = { kind: 'dialpad-unavailable', isUnclear: false, cause: 'no answer' } as const;

  test('nothing is stored and the grant is given back', async () => {
    const { agree, finish, connected, dialpad, published } = await openWorld();
    dialpad.failNext('me', failure);
    dialpad.failNext('deauthorize', failure);
    expect((await finish(await agree()))._unsafeUnwrapErr()).toEqual(failure);
    expect(await connected()).toBeNull();
    expect(published).toEqual([]);
    expect(dialpad.asked().at(-1)).toBe('deauthorize');
  });

  test('the connections of other apps go on: whoever agreed may have agreed to them', async () => {
    const { agree, finish, connected, dialpad, storage } = await openWorld();
    const { app: other } = await makeApp(storage.keyStore);
    await finish(await agree({ appId: other.appId }));
    dialpad.failNext('me', failure);
    expect((await finish(await agree())).isErr()).toBe(true);
    expect(await connected()).toBeNull();
    expect(dialpad.asked()).not.toContain('deauthorize');
  });

  test('the connection that is there goes on, and its grant is not touched', async () => {
    const { agree, finish, connected, dialpad } = await openWorld();
    const before = (await finish(await agree()))._unsafeUnwrap();
    dialpad.failNext('me', failure);
    expect((await finish(await agree())).isErr()).toBe(true);
    expect(await connected()).toEqual(before);
    expect(dialpad.asked()).not.toContain('deauthorize');
  });
});

test('without our client configured nothing begins, and no link is used up', async () => {
  const { connectApp, appId, storage } = await openWorld({ deps: { oauth: null } });
  const unavailable = { kind: 'oauth-unavailable' };
  expect((await connectApp.createLink(appId, sampleAct))._unsafeUnwrapErr()).toEqual(unavailable);
  const digest = createHash('sha256').update('link').digest('hex');
  const link = { digest, appId, until: Number.MAX_SAFE_INTEGER };
  await storage.connectionStore.addConnectLink(link, sampleAct);
  const begun = await connectApp.begin({ linkToken: 'link' });
  expect(begun._unsafeUnwrapErr()).toEqual(unavailable);
  expect((await storage.connectionStore.takeConnectLink(digest))._unsafeUnwrap()).toBe(appId);
  const answer = { state: 'state', code: 'code', browserToken: 'browser' };
  expect((await connectApp.finish(answer, sampleAct))._unsafeUnwrapErr()).toEqual(unavailable);
  expect((await connectApp.begin({ appId }))._unsafeUnwrapErr()).toEqual(unavailable);
});

test('an app that is not there is connected to nothing', async () => {
  const { connectApp } = await openWorld();
  const notFound = { kind: 'app-not-found' };
  for (const appId of [randomUUID(), 'no such app']) {
    expect((await connectApp.createLink(appId, sampleAct))._unsafeUnwrapErr()).toEqual(notFound);
    expect((await connectApp.begin({ appId }))._unsafeUnwrapErr()).toEqual(notFound);
    expect((await connectApp.disconnect(appId, sampleAct))._unsafeUnwrapErr()).toEqual(notFound);
  }
});

describe('disconnect', () => {
  test('removes the hooks, then gives the grant back, then forgets the tokens', async () => {
    const { agree, finish, connectApp, appId, removed, dialpad, storage, connected } =
      await openWorld();
    const connection = (await finish(await agree()))._unsafeUnwrap();
    const hookIds = await register(storage, appId);
    const { app: other } = await makeApp(storage.keyStore);
    await register(storage, other.appId);
    const held = (await storage.connectionStore.tokens(appId))._unsafeUnwrap();
    const accessToken = held?.accessToken ?? '';

    const gone = (await connectApp.disconnect(appId, sampleAct))._unsafeUnwrap();
    expect(gone).toEqual({ connection, leftAtDialpad: [], isDeauthorized: true });
    expect(removed).toEqual(hookIds);
    expect(await connected()).toBeNull();
    const tokens = { token: () => okAsync(accessToken), renewed: () => okAsync(accessToken) };
    const me = await dialpad.open({ companyKey: 'any', tokens }).me();
    expect(me._unsafeUnwrapErr().kind).toBe('dialpad-unauthorized');
    expect((await connectApp.disconnect(appId, sampleAct))._unsafeUnwrapErr()).toEqual({
      kind: 'dialpad-not-connected',
    });
    const entries = await auditTrail(storage, { actions: ['connection.ended'] });
    expect(entries).toHaveLength(1);
  });

  test('names what is left at Dialpad, and forgets the tokens all the same', async () => {
    const failure = { kind: 'dialpad-unavailable', isUnclear: true, cause: 'no answer' } as const;
    const seen: string[] = [];
    const remove: WebhookSetup['remove'] = (hookId) => {
      seen.push(hookId);
      // One could not be removed, another one is gone already.
      return errAsync(seen.length === 1 ? failure : { kind: 'hook-not-found' });
    };
    const { agree, finish, connectApp, appId, dialpad, storage, connected } = await openWorld({
      deps: { webhookSetup: { remove } },
    });
    await finish(await agree());
    const hookIds = await register(storage, appId);
    dialpad.failNext('deauthorize', failure);
    const gone = (await connectApp.disconnect(appId, sampleAct))._unsafeUnwrap();
    expect(gone).toMatchObject({ leftAtDialpad: hookIds.slice(0, 1), isDeauthorized: false });
    expect(seen).toEqual(hookIds);
    expect(await connected()).toBeNull();
  });

  test('leaves the grant while another app is connected by the same person, and not longer', async () => {
    const { agree, finish, connectApp, appId, dialpad, storage } = await openWorld();
    const { app: other } = await makeApp(storage.keyStore);
    await finish(await agree());
    const kept = (await finish(await agree({ appId: other.appId })))._unsafeUnwrap();
    const gone = (await connectApp.disconnect(appId, sampleAct))._unsafeUnwrap();
    expect(gone.isDeauthorized).toBe(false);
    expect(dialpad.asked()).not.toContain('deauthorize');
    const left = await storage.connectionStore.connection(other.appId);
    expect(left._unsafeUnwrap()).toEqual(kept);
    expect((await storage.connectionStore.tokens(appId))._unsafeUnwrap()).toBeNull();
    const last = (await connectApp.disconnect(other.appId, sampleAct))._unsafeUnwrap();
    expect(last.isDeauthorized).toBe(true);
  });

  test('gives the grant back although others are connected: by somebody else, or no more', async () => {
    const { agree, finish, connectApp, appId, dialpad, storage } = await openWorld();
    const { connectionStore, keyStore } = storage;
    const { userId } = (await finish(await agree()))._unsafeUnwrap();
    const connect = async (by: string | null) => {
      const { app } = await makeApp(keyStore);
      const owner = { companyId: null, userId: by, officeId: null, scopes: [] };
      const connection = { appId: app.appId, ...owner, tokens: dialpad.issueTokens() };
      (await connectionStore.putConnection(connection, sampleAct))._unsafeUnwrap();
      return app.appId;
    };
    await connect('somebody else');
    const lost = await connect(userId);
    const change = { kind: 'reauthorisation-needed' } as const;
    await connectionStore.changeTokens(lost, () => okAsync(change));
    const gone = (await connectApp.disconnect(appId, sampleAct))._unsafeUnwrap();
    expect(gone.isDeauthorized).toBe(true);
  });

  test('renews a token that has expired, so that the grant can be given back', async () => {
    const { agree, finish, connectApp, appId, dialpad, clock } = await openWorld();
    await finish(await agree());
    clock.time += 120 * MINUTE_MS;
    const gone = (await connectApp.disconnect(appId, sampleAct))._unsafeUnwrap();
    expect(gone.isDeauthorized).toBe(true);
    expect(dialpad.asked().slice(-2)).toEqual(['refresh', 'deauthorize']);
  });

  test('of a connection that had to be authorised anew says that nothing was given back', async () => {
    const { agree, finish, connectApp, appId, dialpad, clock, published } = await openWorld();
    await finish(await agree());
    dialpad.revokeTokens();
    clock.time += 120 * MINUTE_MS;
    const gone = (await connectApp.disconnect(appId, sampleAct))._unsafeUnwrap();
    expect(gone.isDeauthorized).toBe(false);
    expect(published.map(({ data }) => 'state' in data && data.state)).toEqual([
      'connected',
      'reauthorisation_needed',
    ]);
  });
});

type World = Awaited<ReturnType<typeof openWorld>>;

/** Two hooks at two addresses. */
async function register(
  { webhookRegistry }: World['storage'],
  appId: string,
): Promise<readonly string[]> {
  const hookIds: string[] = [];
  for (const host of ['a', 'b']) {
    const { hookId, secret } = sampleHook(appId);
    const intent = { hookId, appId, secret, baseUrl: `https://${host}.example.com`, wanted: [] };
    (await webhookRegistry.begin(intent, sampleAct))._unsafeUnwrap();
    hookIds.push(hookId);
  }
  return hookIds;
}

async function meOf(dialpad: World['dialpad']) {
  const { accessToken } = dialpad.issueTokens();
  const tokens = { token: () => okAsync(accessToken), renewed: () => okAsync(accessToken) };
  return (await dialpad.open({ companyKey: 'any', tokens }).me())._unsafeUnwrap().user;
}
