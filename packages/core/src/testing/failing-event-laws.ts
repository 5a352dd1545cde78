import assert from 'node:assert/strict';

import fc from 'fast-check';

import {
  type BatchReport,
  type EventStatus,
  MAX_ATTEMPTS,
  type PlanBatch,
} from '../ports/event-store.ts';
import { planBatch } from '../use-cases/plan-batch.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { checkProperty } from './harness/check-property.ts';
import { NOTHING_DONE } from './harness/nothing-done.ts';
import { type AppUnderTest, openApp } from './harness/open-app.ts';
import { callPayload, NOON, numbers } from './harness/payloads.ts';
import { processAll } from './harness/process-all.ts';
import { send } from './harness/send.ts';
import { foldedViews, storedViews } from './harness/views-of.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** What `EventStore.processBatch` promises when planning or folding throws. */
export const failingEventLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'processBatch lets a failing event harm no other, and notes its error',
    check: async (open) => {
      const subject = await open();
      const given = fc.record({
        bad: fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 3 }),
        failsIn: fc.constantFrom<FailsIn>('plan', 'fold'),
        limit: fc.integer({ min: 1, max: 25 }),
      });
      await checkProperty(given, async ({ bad, failsIn, limit }) => {
        const app = await openApp(subject);
        const payloads = numbers(20).map(eventOfFewCalls);
        const poison = payloads.filter((_payload, index) => bad.includes(index + 1));
        await send(subject, app, payloads);
        const report = await processAll(subject, { limit, plan: failing(poison, failsIn) });

        const good = payloads.filter((payload) => !poison.includes(payload));
        assert.deepEqual([report.processed, report.ages.length], [good.length, good.length]);
        assert.deepEqual(await storedViews(subject, app.appId), foldedViews(good));
        const listed = await statusesOf(subject, app);
        assert.equal(listed.filter(({ state }) => state === 'done').length, good.length);
        const waiting = listed.filter(({ state }) => state === 'retrying');
        assert.equal(waiting.length, poison.length);
        for (const { lastError, attempts, nextAttemptAt } of waiting) {
          assert.match(lastError ?? '', /cannot be folded/);
          assert.ok(attempts >= 1 && nextAttemptAt !== null);
        }
        await subject.skipWaits();
        await processAll(subject);
      });
    },
  },
  {
    name: 'processBatch commits all of a batch or nothing',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      await send(subject, app, [callPayload(1, { state: 'ringing' })]);
      await processAll(subject);
      const before = await everythingOf(subject, app);
      const [only] = [callPayload(1, { state: 'hangup' })];
      await send(subject, app, [only]);
      const report = await answered(
        subject.eventStore.processBatch(10, (events) => {
          const { keys, fold } = planBatch(events);
          return {
            keys,
            fold: (load) => {
              const changes = fold(load);
              assert.equal(changes.length, 1);
              throw new Error('after all the work');
            },
          };
        }),
      );

      assert.deepEqual(report, { ...NOTHING_DONE, failed: 1 });
      assert.deepEqual(await everythingOf(subject, app), before);
    },
  },
  {
    name: 'processBatch leaves no half of a batch when a change breaks while it is written',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const payloads = [callPayload(1), callPayload(2)];
      await send(subject, app, payloads);
      // Whether this is the event's failure or the store's is not promised.
      await subject.eventStore.processBatch(10, withBrokenChange);
      await subject.skipWaits();
      await processAll(subject);

      assert.deepEqual(await storedViews(subject, app.appId), foldedViews(payloads));
      const { calls, updates } = await everythingOf(subject, app);
      assert.deepEqual(
        calls.map(({ version }) => version),
        [1, 1],
      );
      assert.equal(updates.length, 2);
    },
  },
  {
    name: 'processBatch tries a failed event again, and nothing of the failure remains',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const payloads = numbers(3).map(eventOfFewCalls);
      await send(subject, app, payloads);
      const first = await processAll(subject, { plan: failing(payloads, 'fold') });
      await subject.skipWaits();
      const second = await processAll(subject);

      assert.ok(first.processed === 0 && first.failed >= 3);
      assert.deepEqual([second.processed, second.failed], [3, 0]);
      assert.deepEqual(await storedViews(subject, app.appId), foldedViews(payloads));
      const listed = await statusesOf(subject, app);
      assert.ok(listed.every(({ state, nextAttemptAt }) => state === 'done' && !nextAttemptAt));
    },
  },
  {
    name: 'processBatch waits longer from failure to failure, and takes nothing before its time',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const payload = callPayload(1);
      await send(subject, app, [payload]);
      const waits: number[] = [];
      for (const _failure of numbers(MAX_ATTEMPTS - 1)) {
        await subject.skipWaits();
        await failOnce(subject, payload);
        const [status] = await statusesOf(subject, app);
        waits.push(Date.parse(status?.nextAttemptAt ?? '') - Date.now());
      }

      const [first = 0, last = 0] = [waits.at(0), waits.at(-1)];
      assert.ok(last > 2 * first, `from ${first} ms to ${last} ms`);
      assert.ok(last <= 10 * 60 * 1000, 'never longer than ten minutes');
      assert.deepEqual(await processAll(subject), NOTHING_DONE);
    },
  },
  {
    name: 'processBatch gives a failing event up after MAX_ATTEMPTS, and says so',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const payload = callPayload(1);
      await send(subject, app, [payload]);
      for (const attempts of numbers(MAX_ATTEMPTS)) {
        const { retrying } = await answered(subject.eventStore.queue());
        assert.equal(retrying, attempts === 1 ? 0 : 1);
        await subject.skipWaits();
        const { dead } = await failOnce(subject, payload);
        const [status] = await statusesOf(subject, app);
        const isLast = attempts === MAX_ATTEMPTS;
        assert.deepEqual([status?.attempts, dead], [attempts, isLast ? 1 : 0]);
        assert.deepEqual(
          [status?.state, status?.reason],
          isLast ? ['dead', 'failed'] : ['retrying', null],
        );
      }
      await subject.skipWaits();

      assert.deepEqual(await processAll(subject), NOTHING_DONE);
      const { dead, pending, retrying } = await answered(subject.eventStore.queue());
      assert.deepEqual({ dead, pending, retrying }, { dead: 1, pending: 0, retrying: 0 });
      const [status] = await statusesOf(subject, app);
      assert.ok(status?.nextAttemptAt === null && status.lastError !== null);
    },
  },
];

type FailsIn = 'plan' | 'fold';

function eventOfFewCalls(nth: number): string {
  return callPayload((nth % 3) + 1, {
    event_timestamp: NOON + nth,
    custom_data: `event ${nth}`,
    labels: [`event ${nth}`],
  });
}

/** Plans as always, but throws whenever one of `payloads` is there. */
function failing(payloads: readonly string[], failsIn: FailsIn): PlanBatch {
  return (events) => {
    const isBad = events.some(({ payload }) => payloads.includes(payload));
    if (isBad && failsIn === 'plan') throw new Error('cannot be folded');
    const { keys, fold } = planBatch(events);
    return {
      keys,
      fold: (load) => {
        const changes = fold(load);
        if (isBad) throw new Error('cannot be folded');
        return changes;
      },
    };
  };
}

/** The change of call 2 comes after others and cannot be read. */
const withBrokenChange: PlanBatch = (events) => {
  const { keys, fold } = planBatch(events);
  return {
    keys,
    fold: (load) =>
      fold(load).map((change) => {
        if (change.kind !== 'call' || change.facts.callId !== '2') return change;
        return {
          ...change,
          get facts(): typeof change.facts {
            throw new Error('cannot be folded');
          },
        };
      }),
  };
};

async function failOnce({ eventStore }: StorageSubject, payload: string): Promise<BatchReport> {
  const report = await answered(eventStore.processBatch(10, failing([payload], 'fold')));
  const { dead } = report;
  assert.deepEqual(report, { ...NOTHING_DONE, failed: 1, dead });
  return report;
}

function statusesOf(
  { eventStore }: StorageSubject,
  { appId }: AppUnderTest,
): Promise<readonly EventStatus[]> {
  return allRows((page) => eventStore.events({ appId }, page));
}

/** All that clients can see of an app, envelopes included. */
async function everythingOf({ recordReader, updateLog }: StorageSubject, { appId }: AppUnderTest) {
  return {
    calls: await allRows((page) => recordReader.calls(appId, { ...page, sort: 'started_at' })),
    updates: await answered(updateLog.readAfter(appId, 0, 200)),
    head: await answered(updateLog.head(appId)),
  };
}
