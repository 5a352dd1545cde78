import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import type { Handled, HeldSelection, Slice } from '../ports/event-desk.ts';
import type { EventStatus } from '../ports/event-store.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { failingFor } from './harness/failing-for.ts';
import { holdEvents } from './harness/hold-events.ts';
import { killEvents } from './harness/kill-events.ts';
import { NOTHING_DONE } from './harness/nothing-done.ts';
import { openApp } from './harness/open-app.ts';
import { callPayload, numbers } from './harness/payloads.ts';
import { processAll } from './harness/process-all.ts';
import { sampleAct } from './harness/sample-act.ts';
import { send } from './harness/send.ts';
import { foldedViews, storedViews, type Views } from './harness/views-of.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

const ALL: Slice = { limit: 1_000 };

/** What `EventDesk` promises of what it changes. */
export const deskChangeLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'replay lets dead letters wait again as if they had just arrived',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const payloads = numbers(3).map((id) => callPayload(id));
      const sent = await send(subject, app, payloads);
      await killEvents(subject, () => true);
      const handled = await answered(subject.eventDesk.replay({ state: 'dead' }, ALL, sampleAct));

      assert.deepEqual(handled, { count: 3, next: null });
      const waiting = await list(subject);
      assert.deepEqual(waiting.map(({ id }) => id).sort(), sent.map(({ id }) => id).sort());
      for (const { state, reason, attempts, lastError, nextAttemptAt } of waiting) {
        assert.deepEqual(
          { state, reason, attempts, lastError, nextAttemptAt },
          { state: 'pending', reason: null, attempts: 0, lastError: null, nextAttemptAt: null },
        );
      }
      await processAll(subject, { plan: failingFor((payload) => payload === payloads[0]) });
      const [failed] = (await list(subject)).filter(({ state }) => state === 'retrying');
      assert.equal(failed?.attempts, 1);
      await subject.skipWaits();
      assert.equal((await processAll(subject)).processed, 1);
      assert.deepEqual(await storedViews(subject, app.appId), foldedViews(payloads));
    },
  },
  {
    name: 'replay replays each dead letter once, however many replay it together',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const rounds = numbers(8);
      const sent = await send(
        subject,
        app,
        rounds.flatMap((round) => numbers(5).map((id) => callPayload(10 * round + id))),
      );
      await killEvents(subject, () => true);
      for (const round of rounds) {
        const ids = sent.slice(5 * (round - 1), 5 * round).map(({ id }) => id);
        const answers = await Promise.all(
          numbers(6).map((nth) => {
            const own = nth % 2 ? ids : ids.toReversed();
            return answered(
              subject.eventDesk.replay({ state: 'dead', ids: own }, ALL, { ...sampleAct }),
            );
          }),
        );
        assert.equal(sumOf(answers), 5);
        assert.deepEqual(
          answers.map(({ next }) => next),
          answers.map(() => null),
        );
        const report = await processAll(subject);
        assert.deepEqual([report.processed, report.failed], [5, 0]);
      }
      const head = await answered(subject.updateLog.head(app.appId));
      assert.equal(head?.position, sent.length);
    },
  },
  {
    name: 'a long work goes slice by slice, handles each once and ends when nothing is left',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      await send(
        subject,
        app,
        numbers(7).map((id) => callPayload(id)),
      );
      await killEvents(subject, () => true);
      for (const body of numbers(6)) {
        await answered(
          subject.eventStore.setAside({
            ...app,
            reason: 'payload-not-json',
            body: Uint8Array.of(body),
          }),
        );
      }
      const { eventDesk } = subject;
      const replay = (slice: Slice) => eventDesk.replay({ state: 'dead' }, slice, sampleAct);
      const purge = (slice: Slice) => eventDesk.purge({ state: 'quarantined' }, slice, sampleAct);
      const idsOf = async (state: EventStatus['state']) =>
        (await list(subject, state)).map(({ id }) => id).sort();

      const dead = await idsOf('dead');
      const first = await answered(replay({ limit: 3 }));
      assert.deepEqual(first, { count: 3, next: dead[2] });
      assert.deepEqual(await idsOf('pending'), dead.slice(0, 3));
      const second = await answered(replay({ limit: 3, after: dead[3] ?? '' }));
      assert.deepEqual(second, { count: 3, next: null });
      assert.deepEqual(await idsOf('dead'), [dead[3]]);

      const kept = await idsOf('quarantined');
      assert.deepEqual(await answered(purge({ limit: 3 })), { count: 3, next: kept[2] });
      const last = await answered(purge({ limit: 3, after: kept[2] ?? '' }));
      assert.deepEqual(last, { count: 3, next: null });
      assert.deepEqual(await answered(purge({ limit: 3 })), { count: 0, next: null });
    },
  },
  {
    name: 'discharge removes what it names, and answers how many of them were still there',
    check: async (open) => {
      const subject = await open();
      await holdEvents(subject);
      const { eventDesk } = subject;
      for (const state of ['quarantined', 'unrouted'] as const) {
        const other = state === 'unrouted' ? 'quarantined' : 'unrouted';
        const [kept = '', ...named] = (await list(subject, state)).map(({ id }) => id);
        assert.equal(
          await answered(eventDesk.discharge({ state: other, ids: named, appId: null }, sampleAct)),
          0,
        );
        const ids = ['nonsense', randomUUID(), ...named];
        const counts = await Promise.all(
          numbers(5).map((nth) =>
            answered(
              eventDesk.discharge(
                { state, ids: nth % 2 ? ids : ids.toReversed(), appId: null },
                sampleAct,
              ),
            ),
          ),
        );

        assert.equal(
          counts.reduce((sum, count) => sum + count, 0),
          named.length,
        );
        assert.deepEqual(
          (await list(subject, state)).map(({ id }) => id),
          [kept],
        );
      }
      assert.equal((await list(subject, 'dead')).length, 8);
    },
  },
  {
    name: 'purge deletes with its payload what the selection holds, and nothing else',
    check: async (open) => {
      const subject = await open();
      const [app, other] = await holdEvents(subject);
      assert.ok(app !== undefined && other !== undefined);
      const selections: readonly HeldSelection[] = [
        { state: 'dead', appId: app.appId, kind: 'call' },
        { state: 'quarantined', hookId: app.hookId, reason: 'signature-refused' },
        { state: 'unrouted', hookId: app.hookId },
      ];
      for (const selection of selections) {
        const before = await list(subject);
        const viewsOf = (): Promise<readonly Views[]> =>
          Promise.all([app, other].map(({ appId }) => storedViews(subject, appId)));
        const views = await viewsOf();
        const count = await answered(subject.eventDesk.countHeld(selection));
        const { state, ...filter } = selection;
        const held = await allRows((page) => subject.eventStore.events({ ...filter, state }, page));
        const handled = await answered(subject.eventDesk.purge(selection, ALL, sampleAct));

        assert.ok(count > 0 && count === held.length);
        assert.deepEqual(handled, { count, next: null });
        const gone = new Set(held.map(({ id }) => id));
        assert.deepEqual(
          await list(subject),
          before.filter(({ id }) => !gone.has(id)),
        );
        for (const id of gone) {
          assert.equal(await answered(subject.eventDesk.event(id)), null);
          assert.equal(await answered(subject.eventDesk.payload(id, sampleAct)), null);
        }
        assert.deepEqual(await viewsOf(), views);
      }
      const queue = await answered(subject.eventStore.queue());
      assert.deepEqual([queue.dead, queue.quarantined, queue.unrouted], [5, 9, 1]);
      await processAll(subject);
      assert.deepEqual(await processAll(subject), NOTHING_DONE);
    },
  },
  {
    name: 'a delivery of the content of a purged event is known as a repetition',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const payloads = numbers(3).map((id) => callPayload(id));
      const sent = await send(subject, app, payloads);
      await killEvents(subject, () => true);
      await answered(subject.eventDesk.purge({ state: 'dead' }, ALL, sampleAct));
      const again = await send(subject, app, payloads);

      assert.deepEqual(
        again,
        sent.map(({ id }) => ({ id, isDuplicate: true })),
      );
      assert.deepEqual(await list(subject), []);
      assert.deepEqual(await processAll(subject), NOTHING_DONE);
    },
  },
];

function list(
  { eventStore }: StorageSubject,
  state?: EventStatus['state'],
): Promise<readonly EventStatus[]> {
  return allRows((page) => eventStore.events(state === undefined ? {} : { state }, page));
}

function sumOf(answers: readonly Handled[]): number {
  return answers.reduce((sum, { count }) => sum + count, 0);
}
