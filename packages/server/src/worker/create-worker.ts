import type { BatchReport, ProcessBatch } from '@dialpad-cti/core';

import { waitAtMost } from '../lifecycle/wait-at-most.ts';
import { createSleeper } from './create-sleeper.ts';

export interface WorkerDeps {
  readonly processBatch: ProcessBatch;
  readonly pollIntervalMs: number;
  /** After each batch, also an empty one. Must not throw. */
  readonly onBatch: (report: BatchReport) => void;
  /** Something is said to wait that no batch has shown to be done. Must not throw. */
  readonly onWake: () => void;
  /** So long a stop waits for the batch that is running. */
  readonly stopLimitMs: number;
}

export interface Worker {
  /** Something waits: never blocks, never throws. */
  readonly wake: () => void;
  readonly start: () => void;
  /**
   * Resolves after the batch that is running, unless the database is silent: given up, it is
   * rolled back as a whole.
   */
  readonly stop: () => Promise<void>;
}

/** Turns waiting events into records: at once when woken, and by a look every few seconds. */
export function createWorker(deps: WorkerDeps): Worker {
  const sleeper = createSleeper();
  let isStopping = false;
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    let failures = 0;
    while (!isStopping) {
      const outcome = await deps.processBatch();
      if (outcome.isErr()) {
        failures += 1;
        // A wake-up does not cut it short: the store is in trouble, not idle.
        await sleeper.pause(backoff(failures));
        continue;
      }
      failures = 0;
      deps.onBatch(outcome.value);
      const { processed, failed } = outcome.value;
      // Only an empty batch proves that nothing waits: others may have held some apps.
      if (processed + failed > 0) continue;
      // This batch may have begun before what we are woken for.
      if (await sleeper.sleep(deps.pollIntervalMs)) deps.onWake();
    }
  }

  return {
    wake() {
      if (running !== null) deps.onWake();
      sleeper.wake();
    },
    start() {
      running ??= run();
    },
    async stop() {
      isStopping = true;
      sleeper.end();
      if (running !== null) await waitAtMost(deps.stopLimitMs, running);
    },
  };
}

/** 100 ms, then twice as long each time, up to 5 s. */
const backoff = (failures: number): number => Math.min(100 * 2 ** (failures - 1), 5000);
