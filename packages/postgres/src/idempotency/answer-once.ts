import { createHash } from 'node:crypto';

import type { IdempotencyKeyReused, KeptAnswer, OnceRequest } from '@dialpad-cti/core';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import { type CommonQueryMethods, type DatabasePool, type QuerySqlToken, sql } from 'slonik';

import { shareTransaction } from '../connection/shared-transaction.ts';
import { HOLDER_LIMITS, ONCE_LIMITS } from '../connection/time-limits.ts';
import { withinDeadline } from '../connection/within-deadline.ts';
import type { SealingKeys } from '../sealing.ts';
import type { Sources } from '../sources.ts';
import { type AnswerPlace, dropOldAnswers, findAnswer, keepAnswer } from './kept-answers.ts';

export interface IdempotencyStoreDeps {
  readonly pool: DatabasePool;
  /** What work changes over these is committed together with its answer. */
  readonly sharedPools: readonly DatabasePool[];
  readonly sealingKeys: SealingKeys;
  readonly sources: Pick<Sources, 'now'>;
}

/**
 * One transaction: wait for the key, look for its answer, else do the work and keep what it answers.
 * When anything rejects, slonik destroys the connection, and with it the transaction.
 */
export function answerOnce<Fault>(
  deps: IdempotencyStoreDeps,
  request: OnceRequest,
  work: () => ResultAsync<KeptAnswer, Fault>,
): Promise<Result<KeptAnswer, Fault | IdempotencyKeyReused>> {
  const { pool, sharedPools: pools, sealingKeys, sources } = deps;
  const keyDigest = createHash('sha256').update(request.key).digest();
  const place = (): AnswerPlace => ({ request, keyDigest, sealingKeys, now: sources.now() });

  async function inside(
    connection: CommonQueryMethods,
  ): Promise<Result<KeptAnswer, Fault | IdempotencyKeyReused>> {
    await connection.query(beginWith(keyDigest, request.isApart === true));
    const found = await findAnswer(connection, place());
    if (found !== null) {
      await connection.query(sql.unsafe`COMMIT`);
      return found.isSame ? ok(found.answer) : err({ kind: 'idempotency-key-reused' });
    }
    const outcome = await (request.isApart === true
      ? work()
      : shareTransaction({ connection, pools }, work));
    if (outcome.isErr()) {
      await connection.query(sql.unsafe`ROLLBACK`);
      return outcome;
    }
    await connection.query(sql.unsafe`SET LOCAL app.role = 'once'`);
    await keepAnswer(connection, place(), outcome.value);
    await dropOldAnswers(connection, sources.now());
    await connection.query(sql.unsafe`COMMIT`);
    return outcome;
  }

  return pool.connect((connection) => withinDeadline(limitOf(request), inside(connection)));
}

/** The lock is waited for as long as a statement may take; those of the work are not. */
function beginWith(keyDigest: Buffer, isApart: boolean): QuerySqlToken {
  const lockId = keyDigest.readBigInt64BE().toString();
  // The server must not end a transaction that has nothing to say while Dialpad is asked.
  const idle = isApart
    ? sql.fragment`SET LOCAL idle_in_transaction_session_timeout = 0;`
    : sql.fragment``;
  return sql.unsafe`
    BEGIN ISOLATION LEVEL READ COMMITTED;
    SET LOCAL app.role = 'once';
    SET LOCAL lock_timeout = 0;
    ${idle}
    SELECT pg_advisory_xact_lock(${sql.literalValue(lockId)});
    SET LOCAL lock_timeout TO DEFAULT`;
}

/** How long the whole of a request may take, in ms. */
const limitOf = ({ isApart }: OnceRequest): number =>
  isApart === true ? HOLDER_LIMITS.deadlineMs : ONCE_LIMITS.deadlineMs;
