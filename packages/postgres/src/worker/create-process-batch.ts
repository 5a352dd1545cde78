import type { BatchReport, EventStore } from '@dialpad-cti/core';

import { attempt } from '../attempt.ts';
import type { Waiting } from './hold-streams.ts';
import { runBatch, type WorkerDeps } from './run-batch.ts';

const NOTHING: BatchReport = { processed: 0, failed: 0, dead: 0, ages: [], updates: [] };

/** Every so many batches the events that were in hand when a worker died have their turn first. */
const CRASHED_FIRST_EVERY = 8;

export function createProcessBatch(deps: WorkerDeps): EventStore['processBatch'] {
  let turn = 0;
  return (limit, plan) =>
    attempt(async () => {
      if (limit < 1) return NOTHING;
      const buried = await deps.life.lookForDead(deps.sources.now());
      turn += 1;
      const order: readonly Waiting[] =
        turn % CRASHED_FIRST_EVERY === 0 ? ['crashed', 'ordinary'] : ['ordinary', 'crashed'];
      for (const waiting of order) {
        const report = await runBatch(deps, { waiting, limit, plan });
        if (report !== null) return withBuried(report, buried);
      }
      return withBuried(NOTHING, buried);
    });
}

/** Those that killed their workers are dead with no batch of their own. */
function withBuried(report: BatchReport, buried: number): BatchReport {
  return { ...report, failed: report.failed + buried, dead: report.dead + buried };
}
