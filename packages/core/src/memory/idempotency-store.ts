import { err, ok, type Result, type ResultAsync } from 'neverthrow';

import {
  type IdempotencyKeyReused,
  type IdempotencyStore,
  KEPT_ANSWER_MS,
  type KeptAnswer,
  type OnceRequest,
} from '../ports/idempotency-store.ts';
import { createLruCache } from '../use-cases/lru-cache.ts';
import { attempt } from './attempt.ts';
import { inTurn } from './in-turn.ts';

export interface MemoryIdempotencyStoreDeps {
  /** Epoch ms. */
  readonly now: () => number;
}

const MOST_ANSWERS = 10_000;

interface Kept {
  readonly digest: string;
  readonly answer: KeptAnswer;
  readonly keptAt: number;
}

/**
 * Changes and answer are gone together when the process ends. Those of work that fails halfway stay:
 * nothing here can be taken back.
 */
export function createMemoryIdempotencyStore({
  now,
}: MemoryIdempotencyStoreDeps): IdempotencyStore {
  const answers = createLruCache<Kept>(MOST_ANSWERS);
  const turns = new Map<string, Promise<void>>();

  async function answerOnce<Fault>(
    request: OnceRequest,
    work: () => ResultAsync<KeptAnswer, Fault>,
  ): Promise<Result<KeptAnswer, Fault | IdempotencyKeyReused>> {
    const digest = Buffer.from(request.digest).toString('hex');
    const known = answers.get(request.key);
    if (known !== undefined && known.keptAt > now() - KEPT_ANSWER_MS) {
      return known.digest === digest ? ok(known.answer) : err({ kind: 'idempotency-key-reused' });
    }
    const outcome = await work();
    if (outcome.isOk()) answers.set(request.key, { digest, answer: outcome.value, keptAt: now() });
    return outcome;
  }

  return {
    once: (request, work) =>
      attempt(() => inTurn(turns, request.key, () => answerOnce(request, work))).andThen(
        (outcome) => outcome,
      ),
  };
}
