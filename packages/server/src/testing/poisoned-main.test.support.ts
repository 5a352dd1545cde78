import { existsSync } from 'node:fs';

import type { PlanBatch } from '@dialpad-cti/core';

import { ids } from '../ids.ts';
import { startProcess } from '../start-process.ts';

/** The server, but while there is a file called `poison`, no event about anybody of that name folds. */
const poisoned =
  (plan: PlanBatch): PlanBatch =>
  (events) => {
    if (existsSync('poison') && JSON.stringify(events).includes('Poison')) {
      throw new Error('poisoned on purpose');
    }
    return plan(events);
  };

await startProcess((container) => {
  container.onActivation(ids.eventStore, (_context, store) => ({
    ...store,
    processBatch: (limit, plan) => store.processBatch(limit, poisoned(plan)),
  }));
});
