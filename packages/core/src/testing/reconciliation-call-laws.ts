import assert from 'node:assert/strict';

import fc from 'fast-check';

import type { CallFacts } from '../domain/call-facts.ts';
import { RECONCILIATION_HOOK_ID } from '../domain/hook.ts';
import { callView } from '../use-cases/call-view.ts';
import { foldCall } from '../use-cases/fold-call.ts';
import { mapEvent } from '../use-cases/map-event.ts';
import { callHistories } from './arbitraries/call-histories.ts';
import { eventStreams } from './arbitraries/event-streams.ts';
import { answered } from './harness/answered.ts';
import { HOUR_MS } from './harness/backfills-of.ts';
import { checkProperty } from './harness/check-property.ts';
import { newEventOf } from './harness/new-event-of.ts';
import { type AppUnderTest, openApp } from './harness/open-app.ts';
import { callPayload, NOON, numbers } from './harness/payloads.ts';
import { processAll } from './harness/process-all.ts';
import { sampleAct } from './harness/sample-act.ts';
import { send } from './harness/send.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** What a ReconciliationStore promises of the calls that there are. */
export const reconciliationCallLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'callFacts gives exactly what is known of each call of the app, and leaves out the others',
    check: async (open) => {
      const subject = await open();
      const { callFacts } = subject.reconciliationStore;
      await checkProperty(eventStreams(2), async (events) => {
        const apps = [await openApp(subject), await openApp(subject)];
        for (const { app, payload } of events) {
          const to = apps[app];
          if (to !== undefined) await send(subject, to, [payload]);
        }
        await processAll(subject);
        for (const [index, { appId }] of apps.entries()) {
          const own = events.filter(({ app }) => app === index);
          const expected = factsOf(own.map(({ payload }) => payload));
          const ids = events.flatMap(({ payload }) => callIdOf(payload) ?? []);
          const asked = ['no such call', ...ids, ...ids];
          const given = await answered(callFacts(appId, asked));
          assert.deepEqual(byId(given), byId([...expected.values()]));
        }
      });
      assert.deepEqual(await answered(callFacts('no such app', ['1'])), []);
    },
  },
  {
    name: 'concludedCalls gives the ids of all calls of the app that are over and started in the window, sorted',
    check: async (open) => {
      const subject = await open();
      const { concludedCalls } = subject.reconciliationStore;
      const other = await openApp(subject);
      await send(subject, other, [callPayload(1, { state: 'hangup', date_started: NOON })]);
      const { appId } = await sendCalls(subject);
      const windows = fc.tuple(fc.integer({ min: -2, max: 12 }), fc.integer({ min: -2, max: 12 }));
      await checkProperty(windows, async ([first, second]) => {
        const window = { from: NOON + Math.min(first, second), to: NOON + Math.max(first, second) };
        const expected = CALLS.filter(
          ({ state, startedAt }) =>
            state === 'hangup' &&
            startedAt !== null &&
            startedAt >= window.from &&
            startedAt < window.to,
        );
        assert.deepEqual(
          await answered(concludedCalls(appId, window)),
          expected.map(({ id }) => String(id)).sort(),
        );
      });
      const all = { from: 0, to: NOON + HOUR_MS };
      assert.deepEqual(await answered(concludedCalls('no such app', all)), []);
    },
  },
  {
    name: 'silentCalls gives live calls with what is known of them, the oldest record first, up to `limit`',
    check: async (open) => {
      const subject = await open();
      const { silentCalls, callFacts } = subject.reconciliationStore;
      const app = await openApp(subject);
      for (const id of [3, 1, 2]) {
        await send(subject, app, [callPayload(id), callPayload(`9${id}`, { state: 'hangup' })]);
        await processAll(subject);
      }
      const later = Date.now() + HOUR_MS;
      const silent = await answered(silentCalls(later, 10));
      assert.deepEqual(
        silent.map(({ appId, facts }) => [appId, facts.callId]),
        ['3', '1', '2'].map((id) => [app.appId, id]),
      );
      for (const { appId, facts } of silent) {
        assert.deepEqual(await answered(callFacts(appId, [facts.callId])), [facts]);
      }
      for (const limit of [0, 1, 2]) {
        assert.deepEqual(await answered(silentCalls(later, limit)), silent.slice(0, limit));
      }
    },
  },
  {
    name: 'a call is silent only when no event has come since, visible or not, processed or not',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const silentIds = async (before: number) =>
        (await answered(subject.reconciliationStore.silentCalls(before, 10))).map(
          ({ facts }) => facts.callId,
        );
      await send(
        subject,
        app,
        numbers(4).map((id) => callPayload(id)),
      );
      await processAll(subject);
      const before = await nextMillisecond();
      assert.deepEqual((await silentIds(before)).toSorted(), ['1', '2', '3', '4']);
      assert.deepEqual(await silentIds(before - HOUR_MS), []);

      await send(subject, app, [
        callPayload(1, { state: 'connected' }),
        callPayload(2, { a_field_of_no_meaning: 1 }),
      ]);
      const hookId = RECONCILIATION_HOOK_ID;
      const listed = newEventOf({ ...app, hookId }, callPayload(3, { a_field_of_no_meaning: 1 }));
      await answered(subject.eventStore.append([listed]));
      assert.deepEqual(await silentIds(before), ['4']);
      await processAll(subject);
      assert.deepEqual(await silentIds(before), ['4']);
    },
  },
  {
    name: 'calls of an app that is not active are not silent',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      await send(subject, app, [callPayload(1)]);
      await processAll(subject);
      const later = Date.now() + HOUR_MS;
      for (const isActive of [false, true]) {
        await answered(subject.keyStore.setAppActive(app.appId, isActive, sampleAct));
        const silent = await answered(subject.reconciliationStore.silentCalls(later, 10));
        assert.equal(silent.length, isActive ? 1 : 0);
      }
    },
  },
  {
    name: 'what is over by any proof is not silent, and what is live is not concluded',
    check: async (open) => {
      const subject = await open();
      await checkProperty(callHistories(4932532989665280n), async (payloads) => {
        const app = await openApp(subject);
        await send(subject, app, payloads);
        await processAll(subject);
        const facts = factsOf(payloads).get('4932532989665280');
        if (facts === undefined) return;
        const isOver = callView(facts).outcome !== null;
        const later = Date.now() + HOUR_MS;
        const { silentCalls, concludedCalls } = subject.reconciliationStore;
        const silent = await answered(silentCalls(later, 1_000));
        assert.equal(silent.filter(({ appId }) => appId === app.appId).length, isOver ? 0 : 1);
        const concluded = await answered(concludedCalls(app.appId, { from: 0, to: 4e12 }));
        assert.equal(concluded.length, isOver && facts.startedAt !== null ? 1 : 0);
      });
    },
  },
];

/** Live and over, started at and around the milliseconds from noon, some never known to have started. */
const CALLS = numbers(24).map((nth) => ({
  id: 10 ** (nth % 4) * 100 + nth,
  state: nth % 3 === 0 ? 'ringing' : 'hangup',
  startedAt: nth % 8 === 0 ? null : NOON + (nth % 11),
}));

async function sendCalls(subject: StorageSubject): Promise<AppUnderTest> {
  const app = await openApp(subject);
  const payloads = CALLS.map(({ id, state, startedAt }) =>
    callPayload(id, { state, date_started: startedAt }),
  );
  await send(subject, app, payloads);
  await processAll(subject);
  return app;
}

/** One at which nothing has come yet. */
async function nextMillisecond(): Promise<number> {
  const now = Date.now();
  while (Date.now() <= now) await new Promise((resolve) => setTimeout(resolve, 1));
  return Date.now();
}

function callIdOf(payload: string): string | null {
  const event = mapEvent(payload)._unsafeUnwrap();
  return event.kind === 'call' ? event.call.callId : null;
}

function factsOf(payloads: readonly string[]): ReadonlyMap<string, CallFacts> {
  const facts = new Map<string, CallFacts>();
  for (const payload of payloads) {
    const event = mapEvent(payload)._unsafeUnwrap();
    if (event.kind !== 'call') continue;
    const known = facts.get(event.call.callId);
    facts.set(event.call.callId, foldCall(known ? [known, event.call] : [event.call]));
  }
  return facts;
}

function byId(facts: readonly CallFacts[]): readonly CallFacts[] {
  return facts.toSorted((one, other) => (one.callId < other.callId ? -1 : 1));
}
