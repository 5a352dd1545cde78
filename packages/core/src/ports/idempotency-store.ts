import type { ResultAsync } from 'neverthrow';

import type { StoreError } from './store-error.ts';

/** Requests that are sent again, because nobody knows whether the first one arrived. */
export interface IdempotencyStore {
  /**
   * Does `work` once for a key, and gives everybody who comes with this key, then or later, the
   * one answer; who comes while it is being done waits. What `work` changes through the key store and
   * the event desk of this storage, and its answer, are kept together or not at all, whatever dies in
   * between, unless the request says that it commits by itself. Work that fails is not kept: it may be tried again with the same key. The same key for
   * something else is refused, and changes nothing. Answers are kept for `KEPT_ANSWER_MS`, readable
   * only with the key itself.
   */
  once<Fault>(
    request: OnceRequest,
    work: () => ResultAsync<KeptAnswer, Fault>,
  ): ResultAsync<KeptAnswer, Fault | IdempotencyKeyReused | StoreError>;
}

export const KEPT_ANSWER_MS = 24 * 3_600_000;

export interface OnceRequest {
  /** As the caller chose it. */
  readonly key: string;
  /** SHA-256 of what is asked for: method, target and body. */
  readonly digest: Uint8Array;
  /**
   * The work commits by itself, step by step, since it asks Dialpad in between: its answer is kept
   * after it, and what is cut off is done anew by the next with this key. False when absent.
   */
  readonly isApart?: boolean;
}

export interface KeptAnswer {
  readonly status: number;
  /** JSON. */
  readonly body: string;
}

export interface IdempotencyKeyReused {
  readonly kind: 'idempotency-key-reused';
}
