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

/** Whoever comes with the same key waits until those before are done. */
async function inTurn<Value>(
  turns: Map<string, Promise<void>>,
  key: string,
  work: () => Promise<Value>,
): Promise<Value> {
  const before = turns.get(key);
  const { promise: own, resolve: end } = Promise.withResolvers<void>();
  turns.set(key, own);
  try {
    await before;
    return await work();
  } finally {
    end();
    if (turns.get(key) === own) turns.delete(key);
  }
}
