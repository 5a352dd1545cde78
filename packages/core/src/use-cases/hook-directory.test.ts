import { errAsync, type ResultAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';

import { createMemoryStorage } from '../memory/storage.ts';
import type { KeyStore } from '../ports/key-store.ts';
import { sampleAct } from '../testing/harness/sample-act.ts';
import { sampleApp, sampleHook, sampleKey } from '../testing/key-store-samples.ts';
import { signToken } from '../testing/sign-token.ts';
import { createHookDirectory, type HookDirectoryDeps } from './hook-directory.ts';
import { verifyHs256 } from './verify-jwt.ts';
import { createCredentialsWatch } from './watch-credentials.ts';

const SECRET = 'the configured secret of the plain path';

async function openWorld(defaultHook: Partial<HookDirectoryDeps['defaultHook']> = {}) {
  const clock = { time: 1_000_000 };
  const now = () => clock.time;
  const { keyStore: memory } = createMemoryStorage({ now });
  const line = { reads: 0, isCut: false };
  const through = <Value, Fault>(answer: ResultAsync<Value, Fault>) => {
    line.reads += 1;
    return line.isCut ? errAsync({ kind: 'store-unavailable', cause: 'cut' } as const) : answer;
  };
  const keyStore: KeyStore = {
    ...memory,
    hook: (hookId) => through(memory.hook(hookId)),
    app: (appId) => through(memory.app(appId)),
    onlyApp: () => through(memory.onlyApp()),
  };
  const watch = createCredentialsWatch({ keyStore: memory, now });
  await watch.poll();
  const findHook = createHookDirectory({
    keyStore,
    watch,
    now,
    defaultHook: { secrets: [SECRET], appId: null, ...defaultHook },
  });
  const makeApp = async () => {
    const app = sampleApp();
    return (await memory.createApp(app, sampleKey(app.appId), sampleAct))._unsafeUnwrap();
  };
  const makeHook = async () => {
    const hook = sampleHook((await makeApp()).appId);
    (await memory.createHook(hook, sampleAct))._unsafeUnwrap();
    return hook;
  };
  const appOf = async (hookId: string | null) =>
    findHook(hookId).match(
      ({ appId }) => appId,
      ({ kind }) => kind,
    );
  return { clock, memory, line, watch, findHook, makeApp, makeHook, appOf };
}

describe('a hook of its own', () => {
  test('is found with its app and with keys that verify its secret', async () => {
    const { findHook, makeHook } = await openWorld();
    const { hookId, appId, secret } = await makeHook();
    const found = (await findHook(hookId))._unsafeUnwrap();
    expect(found).toMatchObject({ hookId, appId });
    expect(verifyHs256(signToken('{}', secret), found.keys).isOk()).toBe(true);
    expect(verifyHs256(signToken('{}', SECRET), found.keys).isOk()).toBe(false);
  });

  test('verifies with a secret that is replaced until its time, also while the hook is cached', async () => {
    const { findHook, makeHook, memory, clock, line, watch } = await openWorld();
    const { hookId, secret } = await makeHook();
    await findHook(hookId);
    const previousUntil = clock.time + 4_000;
    await memory.rotateHookSecret({ hookId, secret: 'the next', previousUntil }, sampleAct);
    await watch.poll();
    const verifies = async (text: string) => {
      const { keys } = (await findHook(hookId))._unsafeUnwrap();
      return verifyHs256(signToken('{}', text), keys).isOk();
    };
    for (const passed of [0, 3_999]) {
      clock.time = previousUntil - 4_000 + passed;
      expect(await verifies(secret)).toBe(true);
      expect(await verifies('the next')).toBe(true);
    }
    clock.time = previousUntil;
    expect(await verifies(secret)).toBe(false);
    expect(await verifies('the next')).toBe(true);
    expect(line.reads).toBe(2);
  });

  test('that is deleted is not found from the next poll on', async () => {
    const { appOf, makeHook, memory, watch } = await openWorld();
    const { hookId, appId } = await makeHook();
    expect(await appOf(hookId)).toBe(appId);
    await memory.deleteHook(hookId, sampleAct);
    await watch.poll();
    expect(await appOf(hookId)).toBe('hook-not-found');
  });

  test('is looked up once, until credentials change', async () => {
    const { findHook, makeHook, makeApp, line, watch } = await openWorld();
    const { hookId } = await makeHook();
    await watch.poll();
    await Promise.all([findHook(hookId), findHook(hookId)]);
    await findHook(hookId);
    expect(line.reads).toBe(1);
    await makeApp();
    await watch.poll();
    await findHook(hookId);
    expect(line.reads).toBe(2);
  });

  test('is looked up each time while the watch cannot be trusted', async () => {
    const { appOf, makeHook, line, clock } = await openWorld();
    const { hookId, appId } = await makeHook();
    await appOf(hookId);
    clock.time += 5_000;
    expect(await appOf(hookId)).toBe(appId);
    expect(await appOf(hookId)).toBe(appId);
    expect(line.reads).toBe(3);
    line.isCut = true;
    expect(await appOf(hookId)).toBe('store-unavailable');
  });

  test('that is not there is looked for once in two seconds', async () => {
    const { appOf, line, clock, watch } = await openWorld();
    for (let times = 0; times < 5; times += 1)
      expect(await appOf('nosuchhook')).toBe('hook-not-found');
    expect(line.reads).toBe(1);
    clock.time += 2_000;
    await watch.poll();
    expect(await appOf('nosuchhook')).toBe('hook-not-found');
    expect(line.reads).toBe(2);
  });

  test('is found at the next poll after it was made, even when it was missed before', async () => {
    const { appOf, makeApp, memory, watch } = await openWorld();
    const hook = sampleHook((await makeApp()).appId);
    expect(await appOf(hook.hookId)).toBe('hook-not-found');
    await memory.createHook(hook, sampleAct);
    await watch.poll();
    expect(await appOf(hook.hookId)).toBe(hook.appId);
  });

  test('a storage that fails is not taken for a hook that is not there', async () => {
    const { appOf, makeHook, line } = await openWorld();
    const { hookId, appId } = await makeHook();
    line.isCut = true;
    expect(await appOf(hookId)).toBe('store-unavailable');
    line.isCut = false;
    expect(await appOf(hookId)).toBe(appId);
  });

  test('what cannot be an id is not found, and never asked for', async () => {
    const { appOf, line } = await openWorld();
    for (const text of [
      '',
      ' ',
      'a/b',
      'a\u0000',
      '\ud800',
      'a'.repeat(65),
      "' OR 1=1",
      'é',
      'a\n',
    ]) {
      expect(await appOf(text)).toBe('hook-not-found');
    }
    expect(line.reads).toBe(0);
  });
});

describe('the plain path', () => {
  test('is not there without a configured secret', async () => {
    const { appOf, makeApp, line } = await openWorld({ secrets: [] });
    await makeApp();
    expect(await appOf(null)).toBe('hook-not-found');
    expect(line.reads).toBe(0);
  });

  test('belongs to the only app there is, and to none when there are two', async () => {
    const { appOf, makeApp, watch } = await openWorld();
    expect(await appOf(null)).toBeNull();
    const { appId } = await makeApp();
    await watch.poll();
    expect(await appOf(null)).toBe(appId);
    await makeApp();
    await watch.poll();
    expect(await appOf(null)).toBeNull();
  });

  test('belongs to the configured app, or to none when that is not there', async () => {
    const first = await openWorld();
    const { appId } = await first.makeApp();
    const second = await openWorld({ appId });
    await second.makeApp();
    expect(await second.appOf(null)).toBeNull();
    await second.memory.createApp({ appId, name: 'configured' }, sampleKey(appId), sampleAct);
    await second.watch.poll();
    expect(await second.appOf(null)).toBe(appId);
  });

  test('verifies with each configured secret, and costs no lookup twice', async () => {
    const { findHook, line } = await openWorld({ secrets: [SECRET, 'the one before'] });
    for (const secret of [SECRET, 'the one before']) {
      const { keys, hookId } = (await findHook(null))._unsafeUnwrap();
      expect(hookId).toBe('default');
      expect(verifyHs256(signToken('{}', secret), keys).isOk()).toBe(true);
    }
    expect(line.reads).toBe(1);
  });

  test('is not opened by its name', async () => {
    const { appOf } = await openWorld();
    expect(await appOf('default')).toBe('hook-not-found');
  });
});
