import type { PlanBatch, Update } from '@dialpad-cti/core';
import type { PoolClient } from 'pg';

import type { Sources } from '../sources.ts';
import type { DueEvent } from './read-due.ts';
import type { WorkerOptions } from './worker-options.ts';

/** What the steps of one batch share: its transaction, and where the streams it holds stand. */
export interface Batch {
  readonly client: PoolClient;
  readonly plan: PlanBatch;
  readonly streams: ReadonlyMap<string, Stream>;
  readonly sources: Sources;
  readonly options: WorkerOptions;
}

export interface Stream {
  readonly epoch: string;
  /** Rises while the batch runs, and is written with it. */
  position: number;
}

/** What came of some of the batch's events. */
export interface Outcome {
  readonly done: readonly DueEvent[];
  readonly failed: number;
  /** Those of `failed` that are dead now. */
  readonly dead: number;
  readonly updates: readonly Update[];
}
