import type { EventStore, IdempotencyStore, PlanBatch } from '@dialpad-cti/core';

import { ids } from '../ids.ts';
import { startProcess } from '../start-process.ts';
import { passInRefresh } from './pass-in-refresh.test.support.ts';
import { passInSetUp } from './pass-in-set-up.test.support.ts';
import { passInWalks } from './pass-in-walks.test.support.ts';

/**
 * The server, but CTI_FAULT=<point>:<n> kills it without warning when it comes to that point
 * for the nth time:
 *
 *   before-append  events arrived, nothing written
 *   in-append      a flush is on its way to the database
 *   after-append   the events are committed, nobody was told
 *   in-batch       records are loaded and folded, nothing written
 *   after-batch    the batch is committed, nothing was published
 *   killer         a batch holds an event with that word, nothing is folded
 *   before-once    a request with an Idempotency-Key arrived, nothing was begun for it
 *   in-once        its work is done within its transaction, nothing is kept
 *   after-once     work and answer are committed, nobody was told
 *   before-refresh, in-refresh, after-refresh
 *                  around new tokens of an app: see `passInRefresh`
 *   set-up         any step of setting up Dialpad, or of leaving it: see `passInSetUp`
 *   before-progress, after-progress
 *                  of a walk along Dialpad's call list: a page is stored; and that is noted
 *   before-end     such a walk is at its end, which nobody was told
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
    if (events.some(({ payload }) => payload.includes('killer'))) pass('killer');
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

const killedAround = (store: IdempotencyStore): IdempotencyStore => ({
  once(request, work) {
    pass('before-once');
    return store
      .once(request, () => work().andTee(() => pass('in-once')))
      .andTee(() => pass('after-once'));
  },
});

await startProcess((container) => {
  passInSetUp(container, () => pass('set-up'));
  passInWalks(container, pass);
  passInRefresh(container, pass);
  container.onActivation(ids.storage, (_context, storage) => ({
    ...storage,
    idempotencyStore: killedAround(storage.idempotencyStore),
  }));
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
