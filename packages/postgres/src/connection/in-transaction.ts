import { type CommonQueryMethods, type DatabasePool, type QuerySqlToken, sql } from 'slonik';

import { isUuid } from '../is-uuid.ts';
import { sharedTransaction } from './shared-transaction.ts';
import { KEEPER_LIMITS, READ_LIMITS } from './time-limits.ts';
import { withinDeadline } from './within-deadline.ts';

type Work<T> = (connection: CommonQueryMethods) => Promise<T>;

/**
 * Reads what belongs to one app, all from one snapshot. The only way to the records: row-level
 * security shows nothing else, whatever the SQL of `work` forgets to ask for.
 */
export function inTenant<T>(pool: DatabasePool, appId: string, work: Work<T>): Promise<T> {
  if (!isUuid(appId)) throw new Error('an app id is not a UUID');
  // Lists go along the app's index and stop at the page's end. Without statistics, after a burst of
  // new calls, the planner would rather fetch and sort all that the app has.
  const begin = sql.unsafe`
    BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SET LOCAL enable_seqscan = off;
    SET LOCAL enable_bitmapscan = off;
    SET LOCAL app.tenant = ${sql.literalValue(appId)}`;
  return inTransaction(pool, { begin, deadlineMs: READ_LIMITS.deadlineMs, work });
}

/** Reads for all apps at once, from one snapshot: for operators. */
export function asOperator<T>(pool: DatabasePool, work: Work<T>): Promise<T> {
  const begin = sql.unsafe`
    BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SET LOCAL app.role = 'operator'`;
  return inTransaction(pool, { begin, deadlineMs: READ_LIMITS.deadlineMs, work });
}

/** Reads and writes apps, keys and hooks, all or nothing. */
export function asKeeper<T>(pool: DatabasePool, work: Work<T>): Promise<T> {
  return asRole(pool, { role: 'keeper', deadlineMs: KEEPER_LIMITS.deadlineMs, work });
}

/** Decides what becomes of events, for all apps, all or nothing. */
export function asDesk<T>(pool: DatabasePool, work: Work<T>): Promise<T> {
  return asRole(pool, { role: 'desk', deadlineMs: READ_LIMITS.deadlineMs, work });
}

/** Compares records of all apps with what Dialpad lists, and keeps what it finds, all or nothing. */
export function asReconciler<T>(pool: DatabasePool, work: Work<T>): Promise<T> {
  return asRole(pool, { role: 'reconciler', deadlineMs: KEEPER_LIMITS.deadlineMs, work });
}

interface RoleWork<T> {
  readonly role: 'keeper' | 'desk' | 'reconciler';
  readonly deadlineMs: number;
  readonly work: Work<T>;
}

/** A transaction of its own, or a part of one that is shared: then that one ends it. */
function asRole<T>(pool: DatabasePool, { role, deadlineMs, work }: RoleWork<T>): Promise<T> {
  const setRole = sql.fragment`SET LOCAL app.role = ${sql.literalValue(role)}`;
  const part = sharedTransaction(pool);
  if (part === undefined) {
    // The level is named, since a database may have another default: who waited for a lock has to see
    // what its holder changed.
    const begin = sql.unsafe`BEGIN ISOLATION LEVEL READ COMMITTED; ${setRole}`;
    return inTransaction(pool, { begin, deadlineMs, work });
  }
  return part((connection) => {
    const run = connection.query(sql.unsafe`${setRole}`).then(() => work(connection));
    return withinDeadline(deadlineMs, run);
  });
}

interface Transaction<T> {
  readonly begin: QuerySqlToken;
  readonly deadlineMs: number;
  readonly work: Work<T>;
}

/**
 * Not slonik's own transaction, which takes a round trip more and runs its work again. When the work
 * fails, slonik destroys the connection, and with it the transaction.
 */
function inTransaction<T>(
  pool: DatabasePool,
  { begin, deadlineMs, work }: Transaction<T>,
): Promise<T> {
  let isOver = false;
  const run = async (): Promise<T> => {
    const done = await pool.connect(async (connection) => {
      // Nobody waits any more for work that has not begun. Not thrown: that would cost the connection.
      if (isOver) return null;
      await connection.query(begin);
      const result = await work(connection);
      await connection.query(sql.unsafe`COMMIT`);
      return { result };
    });
    if (done === null) throw new Error('the database had no connection free in time');
    return done.result;
  };
  return withinDeadline(deadlineMs, run()).finally(() => {
    isOver = true;
  });
}
