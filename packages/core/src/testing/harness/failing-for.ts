import type { PlanBatch } from '../../ports/event-store.ts';
import { planBatch } from '../../use-cases/plan-batch.ts';

/** Plans as always, but throws whenever an event with such a payload is there. */
export function failingFor(isBad: (payload: string) => boolean): PlanBatch {
  return (events) => {
    if (events.some(({ payload }) => isBad(payload))) throw new Error('not this one');
    return planBatch(events);
  };
}
