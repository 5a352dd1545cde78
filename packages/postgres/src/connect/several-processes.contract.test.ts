import type { HeldTokens, TokenChange } from '@dialpad-cti/core';
import { processAll } from '@dialpad-cti/core/testing';
import { okAsync, ResultAsync } from 'neverthrow';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { openPostgres, type Postgres } from '../open-postgres.ts';
import {
  openTestStorage,
  TEST_KEY,
  type TestStorage,
} from '../testing/open-test-storage.test.support.ts';
import { runSnippet } from '../testing/run-snippet.test.support.ts';
import { addTestApp, TEST_ACT, testEvent } from '../testing/test-app.test.support.ts';

let storage: TestStorage;
let other: Postgres;
let appId = '';

beforeEach(async () => {
  storage = await openTestStorage();
  other = await openPostgres({ url: storage.url, encryptionKeys: [TEST_KEY] });
  appId = await connectedApp();
});
afterEach(async () => {
  await other.close();
  await storage.close();
});

test('many in several servers change tokens one after another, each on what the last one left', async () => {
  let inside = 0;
  let turn = 0;
  const seen: string[] = [];
  const work = (held: HeldTokens): ResultAsync<TokenChange, never> => {
    inside += 1;
    expect(inside).toBe(1);
    seen.push(held.accessToken);
    turn += 1;
    const tokens = { accessToken: `access ${turn}`, refreshToken: null, expiresIn: 60 };
    return ResultAsync.fromSafePromise(
      new Promise<void>((resolve) => setImmediate(resolve)).then((): TokenChange => {
        inside -= 1;
        return { kind: 'refreshed', tokens };
      }),
    );
  };
  const stores = Array.from({ length: 25 }, () => [storage.connectionStore, other.connectionStore]);
  const changes = await Promise.all(stores.flat().map((store) => store.changeTokens(appId, work)));
  expect(changes.every((change) => change.isOk())).toBe(true);
  expect(seen).toEqual(Array.from({ length: 50 }, (_none, nth) => `access ${nth}`));
});

test('of many in one server only one holds a connection, so other apps are not kept waiting', async () => {
  const gate = Promise.withResolvers<TokenChange>();
  const begun = Promise.withResolvers<void>();
  const waiting = Array.from({ length: 20 }, () =>
    storage.connectionStore.changeTokens(appId, () => {
      begun.resolve();
      return ResultAsync.fromSafePromise(gate.promise);
    }),
  );
  await begun.promise;
  const free = await connectedApp();
  const changed = await storage.connectionStore.changeTokens(free, () => okAsync({ kind: 'keep' }));
  expect(changed.isOk()).toBe(true);
  gate.resolve({ kind: 'keep' });
  for (const change of await Promise.all(waiting)) expect(change.isOk()).toBe(true);
});

test('a process that dies while it holds tokens changes nothing, and holds them no longer', async () => {
  const before = (await storage.connectionStore.tokens(appId))._unsafeUnwrap();
  const snippet = runSnippet(
    `
      import { ResultAsync } from 'neverthrow';
      import { openPostgres } from './src/open-postgres.ts';
      const { URL, KEY, APP } = process.env;
      const { connectionStore } = await openPostgres({ url: URL, encryptionKeys: [KEY] });
      await connectionStore.changeTokens(APP, () => {
        process.kill(process.pid, 'SIGKILL');
        return ResultAsync.fromSafePromise(new Promise(() => {}));
      });
    `,
    { URL: storage.url, KEY: TEST_KEY, APP: appId },
  );
  expect((await snippet.ended).signal).toBe('SIGKILL');
  const kept = await storage.connectionStore.changeTokens(appId, () => okAsync({ kind: 'keep' }));
  expect(kept._unsafeUnwrap()).toEqual({ tokens: before, updates: [] });
});

test('updates of connections and those of batches have their places in one order', async () => {
  const decision = { kind: 'reauthorisation-needed' } as const;
  const rounds = Array.from({ length: 6 }, (_none, nth) => nth + 1);
  for (const round of rounds) {
    const events = [1, 2, 3].map((call) => testEvent(appId, `${round}${call}`));
    (await storage.eventStore.append(events))._unsafeUnwrap();
    const [change] = await Promise.all([
      other.connectionStore.changeTokens(appId, () => okAsync(decision)),
      processAll(storage),
    ]);
    expect(change._unsafeUnwrap()?.updates).toHaveLength(1);
    await Promise.all([put(), processAll(storage)]);
  }
  // A batch passes over a stream that is being written to.
  await processAll(storage);
  const updates = (await storage.updateLog.readAfter(appId, 0, 100))._unsafeUnwrap();
  expect(updates.map(({ position }) => position)).toEqual(
    Array.from({ length: 1 + 5 * rounds.length }, (_none, nth) => nth + 1),
  );
  const ofConnection = updates.flatMap(({ data }) => ('state' in data ? [data] : []));
  const states = ofConnection.flatMap((data) => ('at' in data ? [data.state] : []));
  expect(states).toEqual([
    'connected',
    ...rounds.flatMap(() => ['reauthorisation_needed', 'connected']),
  ]);
});

async function connectedApp(): Promise<string> {
  const made = await addTestApp(storage);
  await put(made);
  return made;
}

async function put(forApp = appId): Promise<void> {
  const tokens = { accessToken: 'access 0', refreshToken: 'refresh', expiresIn: 60 };
  const owner = { companyId: '1', userId: '2', officeId: '3', scopes: [] };
  const connection = { appId: forApp, ...owner, tokens };
  (await storage.connectionStore.putConnection(connection, TEST_ACT))._unsafeUnwrap();
}
