import { type CommonQueryMethods, type DatabasePool, sql } from 'slonik';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import { openFreshDatabase } from '../embedded/index.ts';
import { connectionSettings } from './connection-settings.ts';
import { asKeeper } from './in-transaction.ts';
import { openSlonikPool } from './open-slonik-pool.ts';
import { KEEPER_LIMITS } from './time-limits.ts';

let pool: DatabasePool;
let close: () => Promise<void>;

beforeAll(async () => {
  const database = await openFreshDatabase();
  pool = await openSlonikPool(connectionSettings(database.url), {
    connections: 1,
    limits: KEEPER_LIMITS,
  });
  close = async () => {
    await pool.end();
    await database.drop();
  };
});
afterAll(() => close());

const Backend = z.object({ pid: z.int() });
const pidOf = async (connection: CommonQueryMethods): Promise<number> =>
  (await connection.one(sql.type(Backend)`SELECT pg_backend_pid() AS pid`)).pid;

test('work that found no free connection by its deadline is never begun, and costs none', async () => {
  const gate = Promise.withResolvers<void>();
  let pid = 0;
  const held = pool.connect(async (connection) => {
    pid = await pidOf(connection);
    await gate.promise;
  });
  let begun = 0;
  const work = async (): Promise<void> => {
    begun += 1;
  };
  const late = await Promise.allSettled(Array.from({ length: 5 }, () => asKeeper(pool, work)));
  expect(new Set(late.map(({ status }) => status))).toEqual(new Set(['rejected']));
  gate.resolve();
  await held;
  // It stands behind those five, so they have had their turn.
  expect(await asKeeper(pool, pidOf)).toBe(pid);
  expect(begun).toBe(0);
});
