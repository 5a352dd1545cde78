import { createHash } from 'node:crypto';

import type { Busy } from '@dialpad-cti/core';
import { err, type Result, type ResultAsync } from 'neverthrow';
import { type DatabasePool, type QuerySqlToken, sql } from 'slonik';

import { LOCK_NOT_AVAILABLE, sqlState } from '../sql-state.ts';

export interface HeldName {
  readonly name: string;
  /** How long to wait for a connection, and then for the name. */
  readonly patienceMs: number;
}

/**
 * Does `work` while a transaction that does nothing else holds the name: it ends with this process,
 * however that ends. Rejects when the database fails before the work begins, or when the work does.
 */
export async function holdName<Value, Fault>(
  holder: DatabasePool,
  { name, patienceMs }: HeldName,
  work: () => ResultAsync<Value, Fault>,
): Promise<Result<Value, Fault | Busy>> {
  let doing: Promise<Result<Value, Fault>> | undefined;
  let isTooLate = false;
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    isTooLate = true;
    late.resolve();
  }, patienceMs);

  const held = holder.connect(async (connection) => {
    // Nobody waits any more for work that has not begun. Not thrown: that would cost the connection.
    if (isTooLate) return;
    clearTimeout(timer);
    await connection.query(holding(name, patienceMs));
    doing = (async () => work())();
    await doing;
    await connection.query(sql.unsafe`COMMIT`);
  });
  try {
    await Promise.race([held, late.promise]);
  } catch (error) {
    if (doing === undefined && sqlState(error) === LOCK_NOT_AVAILABLE) return err(BUSY);
    if (doing === undefined) throw error;
  } finally {
    clearTimeout(timer);
  }
  // What the work came to is told also when the line broke meanwhile: it was done all the same.
  if (doing !== undefined) return doing;
  held.catch(() => {});
  return err(BUSY);
}

const BUSY: Busy = { kind: 'busy' };

/** The server must not end a transaction that has nothing to say while the work is done. */
function holding(name: string, patienceMs: number): QuerySqlToken {
  // Two numbers are a space of their own: those who wait for an Idempotency-Key use the other one, and
  // their callers choose the text.
  const digest = createHash('sha256').update(name).digest();
  const [one, two] = [digest.readInt32BE(0), digest.readInt32BE(4)];
  return sql.unsafe`
    BEGIN ISOLATION LEVEL READ COMMITTED;
    SET LOCAL idle_in_transaction_session_timeout = 0;
    SET LOCAL lock_timeout = ${sql.literalValue(`${Math.ceil(patienceMs)}ms`)};
    SELECT pg_advisory_xact_lock(${sql.literalValue(String(one))}, ${sql.literalValue(String(two))})`;
}
