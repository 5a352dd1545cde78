import { createSecretKey } from 'node:crypto';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { openPostgres, type Postgres } from '../open-postgres.ts';
import {
  openTestStorage,
  TEST_KEY,
  type TestStorage,
} from '../testing/open-test-storage.test.support.ts';
import { addTestApp, TEST_ACT } from '../testing/test-app.test.support.ts';

const NEW_KEY = 'the key that follows, of thirty-two characters';
const PEPPER = { keyId: 'pepper', key: createSecretKey(Buffer.from('a pepper')) };
const HOOKS = ['first', 'second', 'third'];
const OVERLAP_MS = 60_000;

let storage: TestStorage;
let clock: number;
const opened: Postgres[] = [];

beforeEach(async () => {
  // Behind that of the database, so that an overlap can end for both by setting ours.
  clock = Date.now() - 2 * OVERLAP_MS;
  storage = await openTestStorage({ now: () => clock });
  const appId = await addTestApp(storage);
  for (const hookId of HOOKS) {
    const hook = { hookId, appId, secret: `the first secret of the hook: ${hookId}` };
    (await storage.keyStore.createHook(hook, TEST_ACT))._unsafeUnwrap();
  }
  const rotation = {
    hookId: 'first',
    secret: 'the second secret of the first hook',
    previousUntil: clock + OVERLAP_MS,
  };
  (await storage.keyStore.rotateHookSecret(rotation, TEST_ACT))._unsafeUnwrap();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((postgres) => postgres.close()));
  await storage.close();
});

test('once all is resealed the first key may go, and every secret is as it was', async () => {
  const before = await secrets(storage);
  const { keyStore } = await start([NEW_KEY, TEST_KEY]);

  const counts = [];
  for (let call = 0; call < 4; call += 1) {
    counts.push((await keyStore.resealSecrets(2, TEST_ACT))._unsafeUnwrap());
    expect(await secrets({ keyStore })).toEqual(before);
  }
  expect(counts).toEqual([
    { resealed: 2, remaining: 2 },
    { resealed: 2, remaining: 0 },
    { resealed: 0, remaining: 0 },
    { resealed: 0, remaining: 0 },
  ]);
  expect(await resealEntries()).toEqual([2, 2]);

  const without = await start([NEW_KEY]);
  expect(await secrets(without)).toEqual(before);
});

test('a start without the first key is refused as long as one secret lies under it', async () => {
  const { keyStore } = await start([NEW_KEY, TEST_KEY]);
  const { remaining } = (await keyStore.resealSecrets(3, TEST_ACT))._unsafeUnwrap();
  expect(remaining).toBe(1);
  const early = await open([NEW_KEY]);
  expect((await early.checkKeys([PEPPER]))._unsafeUnwrapErr().kind).toBe('other-keys');
});

test('several at once reseal each secret once', async () => {
  const before = await secrets(storage);
  const { keyStore } = await start([NEW_KEY, TEST_KEY]);
  const turns = await Promise.all([1, 2, 3].map(() => keyStore.resealSecrets(10, TEST_ACT)));
  const resealed = turns.map((turn) => turn._unsafeUnwrap().resealed);
  expect(resealed.reduce((sum, count) => sum + count, 0)).toBe(4);
  expect(await resealEntries()).toEqual(resealed.filter((count) => count > 0));
  expect(await secrets(await start([NEW_KEY]))).toEqual(before);
});

test('a secret whose overlap is over is left out when its hook is sealed anew', async () => {
  const { keyStore } = await start([NEW_KEY, TEST_KEY]);
  clock = Date.now();
  expect((await keyStore.resealSecrets(10, TEST_ACT))._unsafeUnwrap()).toEqual({
    resealed: 3,
    remaining: 0,
  });
  const kept = await storage.query(
    'keeper',
    'SELECT 1 FROM dialpad_webhooks WHERE previous_secret IS NOT NULL',
  );
  expect(kept).toEqual([]);
});

test('a secret whose overlap ends before it is resealed keeps no key in use', async () => {
  const { keyStore } = await start([NEW_KEY, TEST_KEY]);
  const first = (await keyStore.resealSecrets(1, TEST_ACT))._unsafeUnwrap();
  expect(first).toEqual({ resealed: 1, remaining: 3 });
  clock = Date.now();
  const others = (await keyStore.resealSecrets(10, TEST_ACT))._unsafeUnwrap();
  expect(others).toEqual({ resealed: 2, remaining: 0 });
  const without = await start([NEW_KEY]);
  expect(await secrets(without)).toEqual(await secrets({ keyStore }));
});

test('the secret before in a rotation without an end needs its key, and is resealed as well', async () => {
  const rotation = { hookId: 'second', secret: 'the next secret of it', previousUntil: null };
  (await storage.keyStore.rotateHookSecret(rotation, TEST_ACT))._unsafeUnwrap();
  const before = await secrets(storage);
  const { keyStore } = await start([NEW_KEY, TEST_KEY]);
  const first = (await keyStore.resealSecrets(4, TEST_ACT))._unsafeUnwrap();
  expect(first).toEqual({ resealed: 4, remaining: 1 });
  expect(await secrets({ keyStore })).toEqual(before);
  const early = await open([NEW_KEY]);
  expect((await early.checkKeys([PEPPER]))._unsafeUnwrapErr().kind).toBe('other-keys');

  const others = (await keyStore.resealSecrets(4, TEST_ACT))._unsafeUnwrap();
  expect(others).toEqual({ resealed: 1, remaining: 0 });
  const without = await start([NEW_KEY]);
  expect(await secrets(without)).toEqual(before);
  const status = (await without.keyStore.hookStatus('second'))._unsafeUnwrap();
  expect(status).toMatchObject({ isRotationOpen: true, previousSecretUntil: null });
});

test('the last secret that lies under the first key may be one that waits for its rotation to close', async () => {
  for (const hookId of HOOKS) {
    const rotation = { hookId, secret: `the next secret of ${hookId}`, previousUntil: null };
    (await storage.keyStore.rotateHookSecret(rotation, TEST_ACT))._unsafeUnwrap();
  }
  const { keyStore } = await start([NEW_KEY, TEST_KEY]);
  (await keyStore.resealSecrets(5, TEST_ACT))._unsafeUnwrap();
  const early = await open([NEW_KEY]);
  expect((await early.checkKeys([PEPPER]))._unsafeUnwrapErr().kind).toBe('other-keys');
});

async function open(encryptionKeys: readonly [string, ...string[]]): Promise<Postgres> {
  const postgres = await openPostgres({ url: storage.url, encryptionKeys, now: () => clock });
  opened.push(postgres);
  return postgres;
}

async function start(encryptionKeys: readonly [string, ...string[]]): Promise<Postgres> {
  const postgres = await open(encryptionKeys);
  (await postgres.checkKeys([PEPPER]))._unsafeUnwrap();
  return postgres;
}

async function secrets({ keyStore }: Pick<Postgres, 'keyStore'>): Promise<readonly unknown[]> {
  const hooks = await Promise.all(HOOKS.map((hookId) => keyStore.hook(hookId)));
  return hooks.map((hook) => hook._unsafeUnwrap()?.secrets);
}

async function resealEntries(): Promise<readonly number[]> {
  const filter = { actions: ['secrets.resealed'] } as const;
  const page = (await storage.auditLog.entries(filter, { limit: 10 }))._unsafeUnwrap();
  return page.rows.map(({ count }) => count);
}
