import type { IdempotencyStore } from '@dialpad-cti/core';

import { attempt } from '../attempt.ts';
import { ONCE_LIMITS } from '../connection/time-limits.ts';
import { answerOnce, type IdempotencyStoreDeps } from './answer-once.ts';
import { createTurns } from './create-turns.ts';

export function createPostgresIdempotencyStore(deps: IdempotencyStoreDeps): IdempotencyStore {
  const inTurn = createTurns(ONCE_LIMITS.deadlineMs);
  return {
    once: (request, work) =>
      attempt(() => inTurn(request.key, () => answerOnce(deps, request, work))).andThen(
        (outcome) => outcome,
      ),
  };
}
