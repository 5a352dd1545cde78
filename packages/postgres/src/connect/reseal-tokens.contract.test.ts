import { createSecretKey } from 'node:crypto';

import { okAsync } from 'neverthrow';
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

let storage: TestStorage;
let appIds: readonly string[] = [];
const opened: Postgres[] = [];

beforeEach(async () => {
  storage = await openTestStorage();
  appIds = [await addTestApp(storage), await addTestApp(storage), await addTestApp(storage)];
  for (const [nth, appId] of appIds.entries()) {
    const tokens = {
      accessToken: `access ${appId}`,
      refreshToken: nth === 0 ? null : `refresh ${appId}`,
      expiresIn: 60,
    };
    const owner = { companyId: '1', userId: '2', officeId: '3', scopes: [] };
    const connection = { appId, ...owner, tokens };
    (await storage.connectionStore.putConnection(connection, TEST_ACT))._unsafeUnwrap();
  }
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((postgres) => postgres.close()));
  await storage.close();
});

test('once all tokens are resealed the first key may go, and every token is as it was', async () => {
  const before = await tokens(storage);
  const both = await open([NEW_KEY, TEST_KEY]);
  expect((await both.checkKeys([PEPPER])).isOk()).toBe(true);
  const early = await open([NEW_KEY]);
  expect((await early.checkKeys([PEPPER]))._unsafeUnwrapErr().kind).toBe('other-keys');
  expect((await early.connectionStore.tokens(appIds[0] ?? '')).isErr()).toBe(true);

  const counts = [];
  for (let call = 0; call < 4; call += 1) {
    counts.push((await both.keyStore.resealSecrets(2, TEST_ACT))._unsafeUnwrap());
    expect(await tokens(both)).toEqual(before);
  }
  expect(counts).toEqual([
    { resealed: 2, remaining: 3 },
    { resealed: 2, remaining: 1 },
    { resealed: 1, remaining: 0 },
    { resealed: 0, remaining: 0 },
  ]);
  const filter = { actions: ['secrets.resealed'] } as const;
  const { rows } = (await storage.auditLog.entries(filter, { limit: 10 }))._unsafeUnwrap();
  expect(rows.map(({ count }) => count)).toEqual([1, 2, 2]);
  const late = await open([NEW_KEY]);
  expect((await late.checkKeys([PEPPER])).isOk()).toBe(true);
  expect(await tokens(late)).toEqual(before);
});

test('tokens that are held are passed over, and renewed ones lie under the new key', async () => {
  const both = await open([NEW_KEY, TEST_KEY]);
  const held = appIds[1] ?? '';
  const renewed = { accessToken: 'renewed', refreshToken: null, expiresIn: null };
  const changed = await both.connectionStore.changeTokens(held, () =>
    both.keyStore.resealSecrets(10, TEST_ACT).map((resealed) => {
      expect(resealed).toEqual({ resealed: 3, remaining: 2 });
      return { kind: 'refreshed' as const, tokens: renewed };
    }),
  );
  expect(changed._unsafeUnwrap()?.tokens?.accessToken).toBe('renewed');
  const left = (await both.keyStore.resealSecrets(10, TEST_ACT))._unsafeUnwrap();
  expect(left).toEqual({ resealed: 0, remaining: 0 });
});

test('a key that only lost tokens needed is needed no more', async () => {
  const both = await open([NEW_KEY, TEST_KEY]);
  (await both.checkKeys([PEPPER]))._unsafeUnwrap();
  for (const appId of appIds) {
    const decision = { kind: 'reauthorisation-needed' } as const;
    (await both.connectionStore.changeTokens(appId, () => okAsync(decision)))._unsafeUnwrap();
  }
  const late = await open([NEW_KEY]);
  expect((await late.checkKeys([PEPPER])).isOk()).toBe(true);
});

async function open(encryptionKeys: readonly [string, ...string[]]): Promise<Postgres> {
  const postgres = await openPostgres({ url: storage.url, encryptionKeys });
  opened.push(postgres);
  return postgres;
}

async function tokens({ connectionStore }: Pick<Postgres, 'connectionStore'>) {
  const held = await Promise.all(appIds.map((appId) => connectionStore.tokens(appId)));
  return held.map((one) => one._unsafeUnwrap());
}
