import { createSecretKey, randomBytes } from 'node:crypto';

import { createPepper, createRotateApiKey } from '@dialpad-cti/core';
import { createMemorySlowHash } from '@dialpad-cti/core/memory';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openPostgres } from '../open-postgres.ts';
import {
  openTestStorage,
  TEST_KEY,
  type TestStorage,
} from '../testing/open-test-storage.test.support.ts';
import { addTestApp, TEST_ACT, testKey } from '../testing/test-app.test.support.ts';

const SECRET = 'a hook secret that nobody may read';
const NEXT_SECRET = 'the secret that follows, for nobody either';
const OTHER_KEY = 'another key for tests, of thirty-two characters';

let storage: TestStorage;
let appId = '';

beforeAll(async () => {
  storage = await openTestStorage();
  appId = await addTestApp(storage);
  for (const hookId of ['first', 'second']) {
    const hook = { hookId, appId, secret: `${SECRET}: ${hookId}` };
    (await storage.keyStore.createHook(hook, TEST_ACT))._unsafeUnwrap();
  }
});
afterAll(() => storage.close());

test('no secret of a hook, current or before, is readable in any column of any table', async () => {
  const rotation = {
    hookId: 'second',
    secret: `${NEXT_SECRET}: second`,
    previousUntil: Date.now() + 60_000,
  };
  (await storage.keyStore.rotateHookSecret(rotation, TEST_ACT))._unsafeUnwrap();
  const hook = (await storage.keyStore.hook('second'))._unsafeUnwrap();
  expect(hook?.secrets.map(({ text }) => text)).toEqual([
    `${NEXT_SECRET}: second`,
    `${SECRET}: second`,
  ]);
  await expectUnreadable([SECRET, NEXT_SECRET]);
});

test('no API key, nor the secret half of one, is readable in any column of any table', async () => {
  const rotateApiKey = createRotateApiKey({
    keyStore: storage.keyStore,
    slowHash: createMemorySlowHash(),
    peppers: [{ ...createPepper('a pepper of thirty-two characters or more'), pepperId: 'pepper' }],
    randomBytes,
    now: Date.now,
  });
  const rotation = { appId, name: 'default', expiresAt: null, overlapSeconds: 60 };
  const { apiKey } = (await rotateApiKey(rotation, TEST_ACT))._unsafeUnwrap();
  await expectUnreadable([apiKey, apiKey.slice(-49)]);
});

async function expectUnreadable(secrets: readonly string[]): Promise<void> {
  const tables = await storage.query<{ readonly name: string }>(
    'keeper',
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
  );
  let rows = 0;
  for (const { name } of tables) {
    const found = await storage.query<{ readonly row: string }>(
      'keeper',
      `SELECT row_to_json(t)::text AS row FROM ${name} AS t`,
    );
    rows += found.length;
    for (const secret of secrets.flatMap((text) => [text, Buffer.from(text).toString('hex')])) {
      expect(found.filter(({ row }) => row.includes(secret))).toEqual([]);
    }
  }
  expect(rows).toBeGreaterThan(5);
}

test('a secret that was moved to another hook is refused', async () => {
  const swap = `
    UPDATE dialpad_webhooks AS hook SET secret = other.secret
    FROM dialpad_webhooks AS other WHERE other.hook_id <> hook.hook_id`;
  await storage.query('keeper', swap);
  const outcome = await storage.keyStore.hook('first');
  expect(outcome._unsafeUnwrapErr().kind).toBe('store-unavailable');

  await storage.query('keeper', swap);
  const hook = (await storage.keyStore.hook('first'))._unsafeUnwrap();
  expect(hook?.secrets).toEqual([{ text: `${SECRET}: first`, until: null }]);
});

test('a hook verifies as well when its app was named in capitals', async () => {
  const capitals = appId.toUpperCase();
  const hook = { hookId: 'of-capitals', appId: capitals, secret: SECRET };
  (await storage.keyStore.createHook(hook, TEST_ACT))._unsafeUnwrap();
  const found = (await storage.keyStore.hook('of-capitals'))._unsafeUnwrap();
  expect(found).toEqual({
    hookId: 'of-capitals',
    appId,
    secrets: [{ text: SECRET, until: null }],
  });

  (await storage.keyStore.setAppActive(capitals, false, TEST_ACT))._unsafeUnwrap();
  (await storage.keyStore.setAppActive(capitals, true, TEST_ACT))._unsafeUnwrap();
  const entries = (await storage.auditLog.entries({ appId }, { limit: 3 }))._unsafeUnwrap();
  expect(entries.rows.map(({ action, subjectId }) => [action, subjectId])).toEqual([
    ['app.activated', appId],
    ['app.deactivated', appId],
    ['webhook.created', 'of-capitals'],
  ]);
});

test('a start with other keys is refused and says which are missing', async () => {
  const pepper = { keyId: 'pepper', key: createSecretKey(Buffer.from('a pepper')) };
  const otherPepper = { keyId: 'pepper', key: createSecretKey(Buffer.from('another')) };
  (await storage.checkKeys([pepper]))._unsafeUnwrap();
  (await storage.checkKeys([pepper]))._unsafeUnwrap();

  expect((await storage.checkKeys([otherPepper]))._unsafeUnwrapErr()).toMatchObject({
    kind: 'other-keys',
    purpose: 'pepper',
    missing: ['pepper'],
  });
  expect(await startWith([OTHER_KEY])).toMatchObject({ kind: 'other-keys', purpose: 'encryption' });
  expect(await startWith([OTHER_KEY, TEST_KEY])).toBeNull();
  expect(await startWith([TEST_KEY])).toBeNull();

  async function startWith(encryptionKeys: readonly [string, ...string[]]) {
    const postgres = await openPostgres({ url: storage.url, encryptionKeys });
    const outcome = await postgres.checkKeys([pepper]);
    await postgres.close();
    return outcome.match(
      () => null,
      (error) => error,
    );
  }
});

test('a pepper is needed as long as a key that it made opens', async () => {
  const pepper = { keyId: 'pepper', key: createSecretKey(Buffer.from('a pepper')) };
  await putKey(Date.now() - 1);
  expect((await storage.checkKeys([pepper])).isOk()).toBe(true);

  await putKey(null);
  const refusal = (await storage.checkKeys([pepper]))._unsafeUnwrapErr();
  expect(refusal).toMatchObject({ kind: 'other-keys', purpose: 'pepper', missing: ['older'] });

  await storage.keyStore.revokeApiKeys(appId, { kind: 'named', name: 'older' }, TEST_ACT);
  expect((await storage.checkKeys([pepper])).isOk()).toBe(true);

  async function putKey(expiresAt: number | null): Promise<void> {
    const key = { ...testKey(appId, 'older'), pepperId: 'older' };
    const put = { key, expiresAt, overlapMs: 0 };
    (await storage.keyStore.putApiKey(put, TEST_ACT))._unsafeUnwrap();
  }
});
