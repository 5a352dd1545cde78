import type { BatchReport, StoreError } from '@dialpad-cti/core';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';

import { createWorker } from './create-worker.ts';

const LONG = 60_000;
const report = (processed: number): BatchReport => ({
  processed,
  failed: 0,
  dead: 0,
  ages: Array.from({ length: processed }, () => 1),
  updates: [],
});
const trouble: StoreError = { kind: 'store-unavailable', cause: 'away' };

/** A worker over batches that the test prepares; `batches` settles when so many were taken. */
function openWorker(
  outcomes: (ResultAsync<BatchReport, StoreError> | undefined)[],
  stopLimitMs = LONG,
) {
  let taken = 0;
  const reports: number[] = [];
  const told: string[] = [];
  const waiting = new Map<number, () => void>();
  const worker = createWorker({
    processBatch() {
      taken += 1;
      waiting.get(taken)?.();
      return outcomes.shift() ?? okAsync(report(0));
    },
    pollIntervalMs: LONG,
    onBatch({ processed }) {
      reports.push(processed);
      told.push(`batch of ${processed}`);
    },
    onWake: () => void told.push('wake'),
    stopLimitMs,
  });
  const batches = (count: number): Promise<void> =>
    taken >= count ? Promise.resolve() : new Promise((resolve) => waiting.set(count, resolve));
  return { worker, batches, count: () => taken, reports, told };
}

describe('a worker', () => {
  test('goes on until nothing is left, then waits', async () => {
    const { worker, batches, count, reports } = openWorker([
      okAsync(report(5)),
      okAsync(report(1)),
    ]);
    worker.start();
    await batches(3);
    await worker.stop();
    expect(count()).toBe(3);
    expect(reports).toEqual([5, 1, 0]);
  });

  test('looks again when it is woken', async () => {
    const { worker, batches } = openWorker([]);
    worker.start();
    await batches(1);
    worker.wake();
    await batches(2);
    await worker.stop();
  });

  test('looks again when it was woken during an empty batch', async () => {
    const { worker, batches } = openWorker([okAsync(report(0))]);
    worker.start();
    // The batch was begun by the start and is not done yet.
    worker.wake();
    await batches(2);
    await worker.stop();
  });

  test('says what it is woken for again when the batch that ends began before', async () => {
    const running = Promise.withResolvers<void>();
    const { worker, batches, told } = openWorker([
      okAsync(null).map(async () => {
        await running.promise;
        return report(0);
      }),
    ]);
    worker.wake();
    worker.start();
    worker.wake();
    running.resolve();
    await batches(2);
    await worker.stop();
    // Not the first one: who does not run takes nothing.
    expect(told.slice(0, 3)).toEqual(['wake', 'batch of 0', 'wake']);
  });

  test('tries again after an error', async () => {
    const { worker, batches, count } = openWorker([errAsync(trouble), errAsync(trouble)]);
    worker.start();
    await batches(3);
    await worker.stop();
    expect(count()).toBe(3);
  });

  test('stops after the batch that is running, and takes no other', async () => {
    const running = Promise.withResolvers<void>();
    const { worker, batches, count } = openWorker([
      okAsync(null).map(async () => {
        await running.promise;
        return report(5);
      }),
    ]);
    worker.start();
    await batches(1);
    let hasStopped = false;
    const stopped = worker.stop().then(() => {
      hasStopped = true;
    });
    await Promise.resolve();
    expect(hasStopped).toBe(false);
    running.resolve();
    await stopped;
    expect(count()).toBe(1);
  });

  test('stops without a batch that does not end', async () => {
    const never = ResultAsync.fromSafePromise(new Promise<BatchReport>(() => {}));
    const { worker, batches, count } = openWorker([never], 1);
    worker.start();
    await batches(1);
    await worker.stop();
    expect(count()).toBe(1);
  });
});
