import { randomUUID } from 'node:crypto';

import type { Authorisation } from '@dialpad-cti/core';
import { okAsync } from 'neverthrow';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { openTestStorage, type TestStorage } from '../testing/open-test-storage.test.support.ts';
import { addTestApp, TEST_ACT } from '../testing/test-app.test.support.ts';

let storage: TestStorage;
let [own, other] = ['', ''];

beforeEach(async () => {
  storage = await openTestStorage();
  own = await addTestApp(storage);
  other = await addTestApp(storage);
  await connect(own);
  await connect(other);
});
afterEach(() => storage.close());

test('no token and no verifier is readable in any column of any table', async () => {
  const tokens = tokensOf('renewed');
  const refreshed = { kind: 'refreshed', tokens } as const;
  const { connectionStore: store } = storage;
  (await store.changeTokens(other, () => okAsync(refreshed)))._unsafeUnwrap();
  const begun = await begin();
  const secrets = [
    ...[tokensOf(own), tokens].flatMap(({ accessToken, refreshToken }) => [
      accessToken,
      refreshToken,
    ]),
    begun.codeVerifier,
  ];
  expect(secrets).toHaveLength(5);
  const rows = await allRows();
  expect(rows.filter((row) => row.includes(own)).length).toBeGreaterThan(3);
  for (const form of secrets.flatMap(formsOf)) {
    expect(rows.filter((row) => row.includes(form))).toEqual([]);
  }
  expect((await store.tokens(own))._unsafeUnwrap()).toMatchObject(only(tokensOf(own)));
  expect((await store.tokens(other))._unsafeUnwrap()).toMatchObject(only(tokens));
});

test('a token of which one bit was flipped is refused, anywhere in it', async () => {
  const [row] = await storage.query<{ readonly length: number }>(
    'keeper',
    `SELECT length(access_token) AS length FROM dialpad_connections WHERE app_id = $1`,
    [own],
  );
  const length = row?.length ?? 0;
  for (const column of ['access_token', 'refresh_token']) {
    for (const bit of [0, 100, 8 * 14, 8 * length - 1]) {
      const flip = `
        UPDATE dialpad_connections
        SET ${column} = set_bit(${column}, ${bit}, 1 - get_bit(${column}, ${bit}))
        WHERE app_id = $1`;
      await storage.query('keeper', flip, [own]);
      await expectRefused(own);
      await storage.query('keeper', flip, [own]);
    }
  }
  expect((await tokens(own))._unsafeUnwrap()).toMatchObject(only(tokensOf(own)));
});

test('a token that was moved to another app or another column is refused', async () => {
  const swaps = [
    `UPDATE dialpad_connections AS one SET access_token = another.access_token
     FROM dialpad_connections AS another WHERE another.app_id <> one.app_id`,
    `UPDATE dialpad_connections AS one SET refresh_token = another.refresh_token
     FROM dialpad_connections AS another WHERE another.app_id <> one.app_id`,
    `UPDATE dialpad_connections SET access_token = refresh_token, refresh_token = access_token`,
  ];
  for (const swap of swaps) {
    await storage.query('keeper', swap);
    await expectRefused(own);
    await expectRefused(other);
    await storage.query('keeper', swap);
  }
  expect((await tokens(own))._unsafeUnwrap()).toMatchObject(only(tokensOf(own)));
  expect((await tokens(other))._unsafeUnwrap()).toMatchObject(only(tokensOf(other)));
});

test('a verifier that was moved to another authorisation is refused, and that one used up', async () => {
  const [first, second] = [await begin(), await begin()];
  await storage.query(
    'keeper',
    `UPDATE dialpad_authorisations AS one SET code_verifier = another.code_verifier
     FROM dialpad_authorisations AS another WHERE another.state_digest <> one.state_digest`,
  );
  for (const { stateDigest, browserDigest } of [first, second]) {
    const take = () => storage.connectionStore.takeAuthorisation(stateDigest, browserDigest);
    expect((await take())._unsafeUnwrapErr().kind).toBe('store-unavailable');
    expect((await take())._unsafeUnwrap()).toBeNull();
  }
});

test('nobody but a keeper sees or changes a connection, a link or an authorisation', async () => {
  await begin();
  const link = { digest: randomUUID(), appId: own, until: Date.now() + 60_000 };
  (await storage.connectionStore.addConnectLink(link, TEST_ACT))._unsafeUnwrap();
  for (const table of ['dialpad_connections', 'dialpad_authorisations', 'connect_links']) {
    expect(await storage.query('keeper', `SELECT 1 FROM ${table}`)).not.toEqual([]);
    for (const role of ['', 'intake', 'worker', 'operator', 'desk', 'once', 'limiter']) {
      expect(await storage.query(role, `SELECT 1 FROM ${table}`)).toEqual([]);
      expect(await storage.query(role, `DELETE FROM ${table} RETURNING 1`)).toEqual([]);
    }
  }
});

test('links and authorisations whose time is over go when others come', async () => {
  const { connectionStore: store } = storage;
  const late = Date.now() - 1;
  const soon = Date.now() + 60_000;
  const addLink = async (until: number) => {
    const link = { digest: randomUUID(), appId: own, until };
    (await store.addConnectLink(link, TEST_ACT))._unsafeUnwrap();
    return link;
  };
  for (const until of [late, late]) {
    await begin(until);
    await addLink(until);
  }
  const { stateDigest } = await begin(soon);
  const { digest } = await addLink(soon);
  const states = await storage.query('keeper', 'SELECT state_digest FROM dialpad_authorisations');
  expect(states).toEqual([{ state_digest: stateDigest }]);
  const links = await storage.query('keeper', 'SELECT digest FROM connect_links');
  expect(links).toEqual([{ digest }]);
});

const tokens = (appId: string) => storage.connectionStore.tokens(appId);

async function expectRefused(appId: string): Promise<void> {
  const looked = await tokens(appId);
  expect(looked._unsafeUnwrapErr().kind).toBe('store-unavailable');
  let asked = 0;
  const changed = await storage.connectionStore.changeTokens(appId, () => {
    asked += 1;
    return okAsync({ kind: 'keep' });
  });
  expect(changed._unsafeUnwrapErr()).toMatchObject({ kind: 'store-unavailable' });
  expect(asked).toBe(0);
}

async function connect(appId: string): Promise<void> {
  const owner = { companyId: '1', userId: '2', officeId: '3', scopes: ['offline_access'] };
  const connection = { appId, ...owner, tokens: tokensOf(appId) };
  (await storage.connectionStore.putConnection(connection, TEST_ACT))._unsafeUnwrap();
}

/** All of one length, so that moved ciphertexts differ in nothing but their place. */
const tokensOf = (name: string) => ({
  accessToken: `token to access ${name}`,
  refreshToken: `token to refresh ${name}`.slice(0, `token to access ${name}`.length),
  expiresIn: 3_600,
});

const only = ({ accessToken, refreshToken }: ReturnType<typeof tokensOf>) => ({
  accessToken,
  refreshToken,
});

async function begin(until = Date.now() + 60_000): Promise<Authorisation> {
  const begun: Authorisation = {
    stateDigest: randomUUID(),
    browserDigest: randomUUID(),
    appId: own,
    codeVerifier: `verifier that nobody may read ${randomUUID()}`,
    redirectUri: 'https://cti.example.com/callback',
    scopes: [],
    until,
  };
  (await storage.connectionStore.beginAuthorisation(begun))._unsafeUnwrap();
  return begun;
}

const formsOf = (secret: string): readonly string[] => {
  const bytes = Buffer.from(secret);
  // Whatever stood before it: base64 of its middle, at each of the three offsets.
  const shifted = [0, 1, 2].map((offset) =>
    bytes.subarray(offset, offset + 3 * Math.floor((bytes.length - 2) / 3)).toString('base64'),
  );
  return [secret, bytes.toString('hex'), ...shifted];
};

/** Of all tables, as whoever may see most of them. */
async function allRows(): Promise<readonly string[]> {
  const tables = await storage.query<{ readonly name: string }>(
    'keeper',
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
  );
  const rows: string[] = [];
  for (const { name } of tables) {
    for (const role of ['keeper', 'operator', 'worker', 'once']) {
      const found = await storage.query<{ readonly row: string }>(
        role,
        `SELECT row_to_json(t)::text AS row FROM ${name} AS t`,
      );
      rows.push(...found.map(({ row }) => row));
    }
  }
  return rows;
}
