import type { BatchReport } from '../../ports/event-store.ts';

export const NOTHING_DONE: BatchReport = {
  processed: 0,
  failed: 0,
  dead: 0,
  ages: [],
  updates: [],
};
