import type { ResultAsync } from 'neverthrow';

import type { Update } from '../domain/update.ts';

/**
 * Tells whoever listens that updates are there. The update log is the truth:
 * a publication that is lost delays a listener and costs it nothing.
 */
export interface Broadcaster {
  /** Every listener gets every update, in the order given. One that throws harms no other. */
  publish(updates: readonly Update[]): ResultAsync<void, BroadcastError>;

  /** From the next publication on, until the returned function is called. */
  subscribe(listener: (updates: readonly Update[]) => void): () => void;
}

export interface BroadcastError {
  readonly kind: 'broadcast-failed';
  readonly cause: unknown;
}
