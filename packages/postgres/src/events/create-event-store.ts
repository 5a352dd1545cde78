import type { EventStore } from '@dialpad-cti/core';
import type { Pool } from 'pg';
import type { DatabasePool } from 'slonik';

import { attempt } from '../attempt.ts';
import { type AppendDeps, createAppend } from '../intake/create-append.ts';
import { setAside } from '../intake/set-aside.ts';
import type { Sources } from '../sources.ts';
import { createProcessBatch } from '../worker/create-process-batch.ts';
import type { WorkerLife } from '../worker/open-worker-life.ts';
import type { WorkerOptions } from '../worker/worker-options.ts';
import { listEvents } from './list-events.ts';
import { queueStatus } from './queue-status.ts';

export interface EventStoreDeps {
  readonly intakePool: Pool;
  readonly workerPool: Pool;
  readonly readerPool: DatabasePool;
  readonly life: WorkerLife;
  readonly sources: Sources;
  readonly options: WorkerOptions;
  readonly onFlush: AppendDeps['onFlush'];
}

export function createPostgresEventStore(deps: EventStoreDeps): EventStore {
  const { intakePool, workerPool, readerPool, life, sources, options, onFlush } = deps;
  return {
    append: createAppend({ pool: intakePool, newId: sources.newId, onFlush }),
    setAside: (delivery) => attempt(() => setAside(intakePool, sources.newId, delivery)),
    processBatch: createProcessBatch({ pool: workerPool, life, sources, options }),
    events: (filter, page) => attempt(() => listEvents(readerPool, filter, page)),
    queue: () => attempt(() => queueStatus(readerPool, sources.now())),
  };
}
