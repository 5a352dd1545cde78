import { okAsync, ResultAsync } from 'neverthrow';
import type { DatabasePool } from 'slonik';
import { afterEach, expect, test, vi } from 'vitest';

import { connectionSettings } from '../connection/connection-settings.ts';
import { openSlonikPool } from '../connection/open-slonik-pool.ts';
import { HOLDER_LIMITS, IDLE_IN_TRANSACTION_MS } from '../connection/time-limits.ts';
import { openTestStorage, type TestStorage } from '../testing/open-test-storage.test.support.ts';
import { runSnippet } from '../testing/run-snippet.test.support.ts';
import { type Alone, createAlone } from './create-alone.ts';

const pools: DatabasePool[] = [];
const storages: TestStorage[] = [];

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.end()));
  await Promise.all(storages.splice(0).map((storage) => storage.close()));
});

/** As two processes would stand beside each other: each with a pool of its own. */
async function openTwo(patienceMs?: number): Promise<readonly [Alone, Alone, TestStorage]> {
  const storage = await openTestStorage();
  storages.push(storage);
  const openOne = async (): Promise<Alone> => {
    const terms = { connections: 4, limits: HOLDER_LIMITS };
    const holder = await openSlonikPool(connectionSettings(storage.url), terms);
    pools.push(holder);
    return createAlone({ holder, ...(patienceMs === undefined ? {} : { patienceMs }) });
  };
  return [await openOne(), await openOne(), storage];
}

interface Gate {
  readonly isIn: Promise<void>;
  readonly work: () => ResultAsync<string, never>;
  readonly end: () => void;
}

/** Work that goes on until it is told to end. */
function openGate(): Gate {
  const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<string>()];
  return {
    isIn: begun.promise,
    work: () => {
      begun.resolve();
      return ResultAsync.fromSafePromise(ended.promise);
    },
    end: () => ended.resolve('done'),
  };
}

test('processes exclude one another under one name', async () => {
  const [one, other, storage] = await openTwo();
  let [inside, most] = [0, 0];
  const work = () =>
    ResultAsync.fromSafePromise(
      (async () => {
        inside += 1;
        most = Math.max(most, inside);
        await storage.query('keeper', 'SELECT 1');
        inside -= 1;
      })(),
    );
  await Promise.all(
    [one, other, one, other, one, other].map(async (alone) =>
      (await alone('name', work))._unsafeUnwrap(),
    ),
  );
  expect(most).toBe(1);
});

test('whoever waits too long for another process, or in this one, is told busy', async () => {
  const [one, other] = await openTwo(300);
  const gate = openGate();
  const doing = one('name', gate.work);
  await gate.isIn;
  const never = () => okAsync('never');
  for (const alone of [other, one]) {
    expect((await alone('name', never))._unsafeUnwrapErr()).toEqual({ kind: 'busy' });
  }
  gate.end();
  expect((await doing)._unsafeUnwrap()).toBe('done');
  expect((await other('name', () => okAsync('next')))._unsafeUnwrap()).toBe('next');
});

test('whoever finds no connection in time is told busy, and many names never take them all', async () => {
  const [one, , storage] = await openTwo(300);
  const gates = ['a', 'b', 'c'].map((name) => ({ name, ...openGate() }));
  const doing = gates.map(({ name, work }) => one(name, work));
  await Promise.all(gates.map(({ isIn }) => isIn));
  const refused = await one('d', () => okAsync('never'));
  expect(refused._unsafeUnwrapErr()).toEqual({ kind: 'busy' });
  const held = await storage.query<{ readonly held: number }>(
    'keeper',
    `SELECT count(*)::int AS held ${HOLDERS}`,
  );
  expect(held).toEqual([{ held: 3 }]);
  for (const { end } of gates) end();
  for (const answer of await Promise.all(doing)) expect(answer.isOk()).toBe(true);
});

test('many that wait under one name hold one connection', async () => {
  const [one] = await openTwo();
  const gate = openGate();
  const doing = one('name', gate.work);
  await gate.isIn;
  const waiting = Array.from({ length: 20 }, () => one('name', () => okAsync('next')));
  // Were they to take connections, this one would find none.
  expect((await one('another name', () => okAsync('done')))._unsafeUnwrap()).toBe('done');
  gate.end();
  await doing;
  for (const answer of await Promise.all(waiting)) expect(answer._unsafeUnwrap()).toBe('next');
});

test('the name is free again when the process that held it is killed', async () => {
  const [one, , storage] = await openTwo();
  const holder = runSnippet(
    `
    import { openPostgres } from './src/open-postgres.ts';
    import { ResultAsync } from 'neverthrow';
    const { webhookRegistry } = await openPostgres({ url: process.env.URL, encryptionKeys: ['k'.repeat(32)] });
    await webhookRegistry.alone('name', () => {
      process.kill(process.pid, 'SIGKILL');
      return ResultAsync.fromSafePromise(new Promise(() => {}));
    });
    `,
    { URL: storage.url },
  );
  expect((await holder.ended).signal).toBe('SIGKILL');
  expect((await one('name', () => okAsync('next')))._unsafeUnwrap()).toBe('next');
});

test('what the work came to is told also when the line broke meanwhile', async () => {
  const [one, , storage] = await openTwo();
  const gate = openGate();
  const doing = one('name', gate.work);
  await gate.isIn;
  await storage.query('', `SELECT pg_terminate_backend(pg_locks.pid) ${HOLDERS}`);
  gate.end();
  expect((await doing)._unsafeUnwrap()).toBe('done');
  expect((await one('name', () => okAsync('next')))._unsafeUnwrap()).toBe('next');
});

test('a name is held for longer than a transaction may be idle otherwise', async () => {
  const [one, other, storage] = await openTwo(100);
  const gate = openGate();
  const doing = one('name', gate.work);
  await gate.isIn;
  const idleMs = async (): Promise<number | undefined> => {
    const [row] = await storage.query<{ readonly ms: number }>('', IDLE_MS);
    return row?.ms;
  };
  await vi.waitFor(
    async () => expect((await idleMs()) ?? Infinity).toBeGreaterThan(IDLE_IN_TRANSACTION_MS + 500),
    { timeout: 30_000, interval: 250 },
  );
  expect((await other('name', () => okAsync('never')))._unsafeUnwrapErr()).toEqual({
    kind: 'busy',
  });
  gate.end();
  expect((await doing)._unsafeUnwrap()).toBe('done');
});

const HOLDERS = `
  FROM pg_locks
  JOIN pg_database ON pg_database.oid = pg_locks.database
  JOIN pg_stat_activity ON pg_stat_activity.pid = pg_locks.pid
  WHERE locktype = 'advisory' AND granted AND pg_database.datname = current_database()`;
const IDLE_MS = `
  SELECT extract(epoch FROM clock_timestamp() - state_change)::float8 * 1000 AS ms ${HOLDERS}`;
