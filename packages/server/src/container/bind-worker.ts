// The container hands its values over by position, however many there are.
/* oxlint-disable max-params */
import { createProcessBatch } from '@dialpad-cti/core';
import type { Container } from 'inversify';

import { ids } from '../ids.ts';
import { createTroubles } from '../logs/create-troubles.ts';
import { createWorker } from '../worker/create-worker.ts';
import { now } from './now.ts';

/** With what goes before and after it, a stop stays below 25 s. */
const WORKER_STOP_LIMIT_MS = 4000;

export function bindWorker(container: Container): void {
  container
    .bind(ids.worker)
    .toResolvedValue(
      (config, eventStore, broadcaster, metrics, log) => {
        const sayTrouble = createTroubles(log, now);
        return createWorker({
          processBatch: createProcessBatch({
            eventStore,
            broadcaster,
            limit: config.batchLimit,
            onMissedBroadcast: ({ cause }) =>
              sayTrouble('Updates could not be told to listeners', { error: cause }),
          }),
          pollIntervalMs: config.pollIntervalMs,
          onWake: metrics.onWake,
          onBatch(report) {
            metrics.onBatch(report);
            const { failed, dead } = report;
            if (failed > dead) sayTrouble('Events failed and wait', { failed: failed - dead });
            if (dead > 0) sayTrouble('Events failed for good: see the dead letters', { dead });
          },
          stopLimitMs: WORKER_STOP_LIMIT_MS,
        });
      },
      [ids.config, ids.eventStore, ids.broadcaster, ids.metrics, ids.log],
    )
    .onDeactivation((worker) => worker.stop());
}
