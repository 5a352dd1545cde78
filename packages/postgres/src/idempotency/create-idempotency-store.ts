import type { IdempotencyStore, OnceRequest } from '@dialpad-cti/core';

import { attempt } from '../attempt.ts';
import { createGate } from '../connection/create-gate.ts';
import { ONCE_LIMITS } from '../connection/time-limits.ts';
import { answerOnce, type IdempotencyStoreDeps } from './answer-once.ts';
import { createTurns } from './create-turns.ts';

/** Half of the pool's connections: while Dialpad takes its time, other work goes on over the rest. */
const MOST_APART = 2;

export function createPostgresIdempotencyStore(deps: IdempotencyStoreDeps): IdempotencyStore {
  const inTurn = createTurns(ONCE_LIMITS.deadlineMs);
  const apart = createGate(MOST_APART);

  async function withPlace<T>({ isApart }: OnceRequest, work: () => Promise<T>): Promise<T> {
    if (isApart !== true) return work();
    if (!(await apart.enter(ONCE_LIMITS.statementMs))) {
      throw new Error('too much is asked of Dialpad at once');
    }
    return work().finally(apart.leave);
  }

  return {
    once: (request, work) =>
      attempt(() =>
        inTurn(request.key, () => withPlace(request, () => answerOnce(deps, request, work))),
      ).andThen((outcome) => outcome),
  };
}
