import type { EventStore, PlanBatch } from '@dialpad-cti/core';

import { ids } from '../ids.ts';
import { startProcess } from '../start-process.ts';

/**
 * The server, but CTI_FAULT=<point>:<n> kills it without warning when it comes to that point
 * for the nth time:
 *
 *   before-append  events arrived, nothing written
 *   in-append      a flush is on its way to the database
 *   after-append   the events are committed, nobody was told
 *   in-batch       records are loaded and folded, nothing written
 *   after-batch    the batch is committed, nothing was published
 *
 * At `uncaught` it is not killed: there an error is thrown that nobody catches.
 */
const [point, nth] = (process.env['CTI_FAULT'] ?? 'none:0').split(':');
let passed = 0;

function pass(here: string): void {
  if (here !== point) return;
  passed += 1;
  if (passed === Number(nth)) process.kill(process.pid, 'SIGKILL');
}

const killedIn =
  (plan: PlanBatch): PlanBatch =>
  (events) => {
    const { keys, fold } = plan(events);
    return {
      keys,
      fold(load) {
        const changes = fold(load);
        pass('in-batch');
        return changes;
      },
    };
  };

await startProcess((container) => {
  container.onActivation(
    ids.eventStore,
    (_context, store): EventStore => ({
      ...store,
      append(events) {
        pass('before-append');
        if (point === 'uncaught') {
          setImmediate(() => {
            throw new Error('thrown on purpose');
          });
        }
        const appended = store.append(events).andTee(() => pass('after-append'));
        // On an open connection the statements are written by then, and no answer has been read.
        setImmediate(() => pass('in-append'));
        return appended;
      },
      processBatch: (limit, plan) =>
        store.processBatch(limit, killedIn(plan)).andTee(({ processed }) => {
          if (processed > 0) pass('after-batch');
        }),
    }),
  );
});
