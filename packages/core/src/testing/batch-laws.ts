import assert from 'node:assert/strict';

import fc from 'fast-check';

import type { CallFacts } from '../domain/call-facts.ts';
import type { BatchPlan, PlanBatch } from '../ports/event-store.ts';
import { joinCalls } from '../use-cases/fold-call.ts';
import { mapEvent } from '../use-cases/map-event.ts';
import { planBatch } from '../use-cases/plan-batch.ts';
import { callHistories } from './arbitraries/call-histories.ts';
import { shuffledAndRepeated, splits } from './arbitraries/deliveries.ts';
import { eventStreams } from './arbitraries/event-streams.ts';
import { answered } from './harness/answered.ts';
import { checkProperty } from './harness/check-property.ts';
import { newEventOf } from './harness/new-event-of.ts';
import { NOTHING_DONE } from './harness/nothing-done.ts';
import { openApp } from './harness/open-app.ts';
import { callPayload, legPayloads, numbers } from './harness/payloads.ts';
import { processAll } from './harness/process-all.ts';
import { send } from './harness/send.ts';
import { foldedViews, storedViews } from './harness/views-of.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** What `EventStore.processBatch` promises of batches in which nothing fails. */
export const batchLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'processBatch takes at most `limit` events, and each once',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const appended = await send(
        subject,
        app,
        numbers(25).map((id) => callPayload(id)),
      );
      const taken: string[][] = [];
      const plan: PlanBatch = (events) => {
        taken.push(events.map(({ id }) => id));
        return planBatch(events);
      };
      const reports = [];
      for (const _batch of numbers(4)) {
        reports.push(await answered(subject.eventStore.processBatch(10, plan)));
      }

      assert.deepEqual(
        reports.map(({ processed }) => processed),
        [10, 10, 5, 0],
      );
      assert.deepEqual(taken.flat().sort(), appended.map(({ id }) => id).sort());
    },
  },
  {
    name: 'processBatch reports nothing when nothing waits',
    check: async (open) => {
      const { eventStore } = await open();
      assert.deepEqual(await answered(eventStore.processBatch(10, planBatch)), NOTHING_DONE);
    },
  },
  {
    name: 'processBatch reports the age of each event that is done, from its arrival',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      await send(subject, app, [callPayload(1)]);
      const [first] = (await answered(subject.eventStore.events({}, { limit: 1 }))).rows;
      await until(() => Date.now() > Date.parse(first?.receivedAt ?? '') + AGE_MS);
      await send(subject, app, [callPayload(2)]);
      const { ages, processed } = await processAll(subject);

      assert.equal(processed, 2);
      const [young = -1, old = -1, ...more] = ages.toSorted((one, other) => one - other);
      assert.deepEqual(more, []);
      assert.ok(young >= 0 && old >= AGE_MS && old < 60_000, `${young} and ${old} ms`);
    },
  },
  {
    name: 'processBatch loads exactly what was stored, and null for a new record',
    check: async (open) => {
      const subject = await open();
      await checkProperty(callHistories(9007199254740993n), async (payloads) => {
        const app = await openApp(subject);
        const loaded: (CallFacts | null)[] = [];
        let known: CallFacts | null = null;
        for (const payload of new Set(payloads)) {
          await send(subject, app, [payload]);
          await processAll(subject, { plan: withLoaded(loaded) });

          assert.deepEqual(loaded.splice(0), [known]);
          known = joinedWith(known, payload);
        }
      });
    },
  },
  {
    name: 'processBatch gives, for any order, repetition and split, the records of the fold of all events',
    check: async (open) => {
      const subject = await open();
      const apps = [0, 1];
      const given = eventStreams(apps.length).chain((events) =>
        fc.record({
          events: fc.constant(events),
          batches: shuffledAndRepeated(events).chain(splits),
          limit: fc.integer({ min: 1, max: 12 }),
        }),
      );
      await checkProperty(given, async ({ events, batches, limit }) => {
        const opened = await Promise.all(apps.map(() => openApp(subject)));
        for (const batch of batches) {
          const given = batch.flatMap(({ app, payload }) => {
            const to = opened[app];
            return to === undefined ? [] : newEventOf(to, payload);
          });
          await answered(subject.eventStore.append(given));
          await answered(subject.eventStore.processBatch(limit, planBatch));
        }
        await processAll(subject, { limit });

        for (const [index, { appId }] of opened.entries()) {
          const own = events.filter(({ app }) => app === index);
          const folded = foldedViews(own.map(({ payload }) => payload));
          assert.deepEqual(await storedViews(subject, appId), folded);
        }
      });
    },
  },
  {
    name: 'processBatch reports what clients now see, by app in the order of positions',
    check: async (open) => {
      const subject = await open();
      const apps = await Promise.all(numbers(2).map(() => openApp(subject)));
      for (const app of apps) await send(subject, app, numbers(3).flatMap(legPayloads));
      const { updates } = await processAll(subject, { limit: 5 });

      for (const { appId } of apps) {
        const own = updates.filter((update) => update.appId === appId);
        assert.ok(own.length > 0);
        assert.deepEqual(own, await answered(subject.updateLog.readAfter(appId, 0, 200)));
      }
    },
  },
  {
    name: 'a record keeps created_at, and updated_at tells of the newest visible change',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const afterEvent = async (more: object) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        await send(subject, app, [callPayload(1, more)]);
        await processAll(subject);
        const call = await answered(subject.recordReader.call(app.appId, '1'));
        assert.ok(call !== null);
        return call;
      };
      const first = await afterEvent({ state: 'ringing' });
      const second = await afterEvent({ state: 'hangup' });
      const third = await afterEvent({ state: 'hangup', a_field_of_no_meaning: 1 });

      assert.equal(first.created_at, second.created_at);
      assert.ok(first.updated_at < second.updated_at);
      assert.deepEqual(third, second);
    },
  },
  {
    name: 'processBatch changes version and updated_at of a record exactly when it reports an update',
    check: async (open) => {
      const subject = await open();
      await checkProperty(callHistories(4932532989665280n), async (payloads) => {
        const { recordReader } = subject;
        const app = await openApp(subject);
        for (const payload of payloads) {
          const before = await answered(recordReader.call(app.appId, '4932532989665280'));
          await send(subject, app, [payload]);
          const { updates } = await processAll(subject);
          const after = await answered(recordReader.call(app.appId, '4932532989665280'));

          const isShown = updates.some(({ type }) => type.startsWith('call.'));
          assert.equal(after?.version, (before?.version ?? 0) + (isShown ? 1 : 0));
          if (!isShown) assert.deepEqual(after, before);
          assert.equal(after.created_at, before?.created_at ?? after.created_at);
        }
      });
    },
  },
];

const AGE_MS = 30;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Planning as always, noting what `load` gives for calls. */
function withLoaded(loaded: (CallFacts | null)[]): PlanBatch {
  return (events) => {
    const { keys, fold } = planBatch(events);
    const tracing: BatchPlan['fold'] = (load) => {
      for (const { appId, kind, dialpadId } of keys) {
        if (kind === 'call') loaded.push(load({ appId, kind, dialpadId }));
      }
      return fold(load);
    };
    return { keys, fold: tracing };
  };
}

function joinedWith(known: CallFacts | null, payload: string): CallFacts | null {
  const event = mapEvent(payload)._unsafeUnwrap();
  if (event.kind !== 'call') return known;
  return known === null ? event.call : joinCalls(known, event.call);
}
