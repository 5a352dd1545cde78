import { AsyncLocalStorage } from 'node:async_hooks';

import type { Result, ResultAsync } from 'neverthrow';
import type { CommonQueryMethods, DatabasePool } from 'slonik';

type Part = <T>(work: (connection: CommonQueryMethods) => Promise<T>) => Promise<T>;

interface Shared {
  readonly pools: readonly DatabasePool[];
  readonly part: Part;
  isOver: boolean;
}

const scope = new AsyncLocalStorage<Shared>();

/** The transaction that whoever asks is part of; undefined when there is none that stands for this pool. */
export function sharedTransaction(pool: DatabasePool): Part | undefined {
  const shared = scope.getStore();
  return shared === undefined || shared.isOver || !shared.pools.includes(pool)
    ? undefined
    : shared.part;
}

export interface SharedTransactionTerms {
  /** With a transaction begun on it. */
  readonly connection: CommonQueryMethods;
  /** The transaction stands for one of each of these. */
  readonly pools: readonly DatabasePool[];
}

/**
 * Does `work` with all its transactions, and those of whatever it calls, made parts of this one. When
 * one of them fails no other begins, and this rejects unless the work says itself that it failed: what
 * was done so far must not be committed.
 */
export async function shareTransaction<T, Fault>(
  { connection, pools }: SharedTransactionTerms,
  work: () => ResultAsync<T, Fault>,
): Promise<Result<T, Fault>> {
  let last: Promise<unknown> = Promise.resolve();
  let failure: { readonly reason: unknown } | undefined;

  // One after another: the role is the transaction's, and each part sets its own.
  const part: Part = (partOfWork) => {
    const run = last.then(async () => {
      if (failure !== undefined) throw failure.reason;
      try {
        return await partOfWork(connection);
      } catch (reason) {
        failure = { reason };
        throw reason;
      }
    });
    last = run.catch(() => {});
    return run;
  };

  const shared: Shared = { pools, part, isOver: false };
  const outcome = await scope
    .run(shared, async () => work())
    .finally(() => {
      // A timer that was set meanwhile may come here long after.
      shared.isOver = true;
    });
  await last;
  if (outcome.isOk() && failure !== undefined) throw failure.reason;
  return outcome;
}
