import type { ResultAsync } from 'neverthrow';

import type { BroadcastError, Broadcaster } from '../ports/broadcaster.ts';
import type { BatchReport, EventStore } from '../ports/event-store.ts';
import type { StoreError } from '../ports/store-error.ts';
import { planBatch } from './plan-batch.ts';

export interface ProcessBatchDeps {
  readonly eventStore: EventStore;
  readonly broadcaster: Broadcaster;
  /** Most events of one batch. */
  readonly limit: number;
  readonly onMissedBroadcast: (error: BroadcastError) => void;
}

export type ProcessBatch = () => ResultAsync<BatchReport, StoreError>;

/** One batch of waiting events into records; then whoever listens is told. */
export function createProcessBatch(deps: ProcessBatchDeps): ProcessBatch {
  return () =>
    deps.eventStore.processBatch(deps.limit, planBatch).andTee(({ updates }) => {
      // Not awaited: the log has the updates, a listener that misses them reads there.
      if (updates.length > 0) {
        void deps.broadcaster.publish(updates).orTee(deps.onMissedBroadcast);
      }
    });
}
