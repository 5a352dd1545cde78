import type { Update } from '../../domain/update.ts';
import type { BatchReport, PlanBatch } from '../../ports/event-store.ts';
import { planBatch } from '../../use-cases/plan-batch.ts';
import type { StorageSubject } from '../storage-subject.ts';
import { answered } from './answered.ts';

const MOST_BATCHES = 5000;

/** Runs batches until none finds work, and adds their reports up. */
export async function processAll(
  { eventStore }: Pick<StorageSubject, 'eventStore'>,
  { limit = 200, plan = planBatch }: { readonly limit?: number; readonly plan?: PlanBatch } = {},
): Promise<BatchReport> {
  let [processed, failed, dead] = [0, 0, 0];
  const ages: number[] = [];
  const updates: Update[] = [];
  for (let batches = 0; batches < MOST_BATCHES; batches += 1) {
    const report = await answered(eventStore.processBatch(limit, plan));
    if (report.processed + report.failed === 0) {
      return { processed, failed, dead, ages, updates };
    }
    processed += report.processed;
    failed += report.failed;
    dead += report.dead;
    ages.push(...report.ages);
    updates.push(...report.updates);
  }
  throw new Error('the same events are taken again and again');
}
