import { err, errAsync, ok, okAsync, ResultAsync } from 'neverthrow';
import { type CommonQueryMethods, type DatabasePool, sql } from 'slonik';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openFreshDatabase } from '../embedded/index.ts';
import { connectionSettings } from './connection-settings.ts';
import { asDesk, asKeeper, asOperator } from './in-transaction.ts';
import { openSlonikPool } from './open-slonik-pool.ts';
import { shareTransaction } from './shared-transaction.ts';
import { READ_LIMITS } from './time-limits.ts';

let pool: DatabasePool;
let close: () => Promise<void>;

beforeAll(async () => {
  const database = await openFreshDatabase();
  pool = await openSlonikPool(connectionSettings(database.url), {
    connections: 4,
    limits: READ_LIMITS,
  });
  close = async () => {
    await pool.end();
    await database.drop();
  };
});
afterAll(() => close());

test('parts that are begun together come one after another, each as who it is', async () => {
  const seen = await sharing(() =>
    ResultAsync.combine(
      Array.from({ length: 12 }, (_none, nth) =>
        ResultAsync.fromSafePromise((nth % 2 ? asKeeper : asDesk)(pool, roleThroughout)),
      ),
    ),
  );
  expect(seen._unsafeUnwrap().map(({ roles }) => roles)).toEqual(
    Array.from({ length: 12 }, (_none, nth) => (nth % 2 ? ['keeper'] : ['desk'])),
  );
  expect(new Set(seen._unsafeUnwrap().map(({ transaction }) => transaction)).size).toBe(1);
});

test('what an operator reads meanwhile is a transaction of its own', async () => {
  const seen = await sharing(() =>
    ResultAsync.fromSafePromise(
      Promise.all([asKeeper(pool, roleThroughout), asOperator(pool, roleThroughout)]),
    ),
  );
  const [own, other] = seen._unsafeUnwrap();
  expect(other.roles).toEqual(['operator']);
  expect(other.transaction).not.toBe(own.transaction);
});

test('after a part that failed no other begins', async () => {
  const begun: number[] = [];
  const part = (nth: number) =>
    ResultAsync.fromPromise(
      asKeeper(pool, async () => {
        begun.push(nth);
        if (nth === 2) throw new Error('the second fails');
      }),
      () => 'refused',
    ).orElse(() => ok());
  const run = sharing(() => ResultAsync.combine([1, 2, 3, 4].map(part)).andThen(() => part(5)));
  await expect(run).rejects.toThrow('the second fails');
  expect(begun).toEqual([1, 2]);
});

test('work that says itself that it failed is believed', async () => {
  const failing = () =>
    ResultAsync.fromPromise(
      asKeeper(pool, () => Promise.reject(new Error('a part fails'))),
      () => 'told by the work',
    );
  expect(await sharing(failing)).toEqual(err('told by the work'));
  expect(await sharing(() => errAsync('told as well'))).toEqual(err('told as well'));
  expect(await sharing(() => okAsync('done'))).toEqual(ok('done'));
});

function sharing<T, Fault>(work: () => ResultAsync<T, Fault>) {
  return pool.connect(async (connection) => {
    await connection.query(sql.unsafe`BEGIN`);
    const outcome = await shareTransaction({ connection, pools: [pool] }, work);
    await connection.query(sql.unsafe`ROLLBACK`);
    return outcome;
  });
}

async function roleThroughout(connection: CommonQueryMethods) {
  const roles = new Set<unknown>();
  for (let nth = 0; nth < 3; nth += 1) {
    roles.add(await connection.oneFirst(sql.unsafe`SELECT current_setting('app.role')`));
  }
  // Where the transaction runs, and when it was begun.
  const transaction = await connection.oneFirst(sql.unsafe`
    SELECT pg_backend_pid() || ' since ' || transaction_timestamp()
  `);
  return { roles: [...roles], transaction };
}
