import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import fc from 'fast-check';

import type { LedgerHour, UnexplainedCall } from '../domain/backfill.ts';
import { INFERENCE_HOOK_ID, RECONCILIATION_HOOK_ID } from '../domain/hook.ts';
import { answered } from './harness/answered.ts';
import { addBackfill, HOUR_MS, take, takeSoon, walk } from './harness/backfills-of.ts';
import { checkProperty } from './harness/check-property.ts';
import { expectedHours, hourOf, unexplainedHours } from './harness/ledger-model.ts';
import { newEventOf } from './harness/new-event-of.ts';
import { type AppUnderTest, openApp } from './harness/open-app.ts';
import { callPayload, messagePayload, NOON } from './harness/payloads.ts';
import { processAll } from './harness/process-all.ts';
import { send } from './harness/send.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

const ALWAYS = { from: 0, to: Date.UTC(2100, 0, 1) };

/** What a ReconciliationStore promises of what it has found, hour by hour. */
export const reconciliationLedgerLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'ledger counts what came in the hour of its arrival, what was fetched in the hour of its call',
    check: async (open) => {
      const subject = await open();
      await checkProperty(fc.array(arrival(), { maxLength: 25 }), async (arrivals) => {
        const app = await openApp(subject);
        const other = await openApp(subject);
        await send(subject, other, [callPayload(1, { date_started: NOON })]);
        for (const { source, call, variant, times } of arrivals) {
          const hookId = source === 'webhook' ? app.hookId : source;
          const payload =
            call === 0 ? messagePayload(1, { text: `${variant}` }) : startedCall(call, variant);
          const event = newEventOf({ ...app, hookId }, payload);
          for (let time = 0; time < times; time += 1) {
            await answered(subject.eventStore.append([event]));
          }
        }
        await processAll(subject);
        const ledger = await ledgerOf(subject, app);
        assert.deepEqual(ledger, await expectedHours(subject, app));
      });
    },
  },
  {
    name: 'ledger gives the hours that the window touches, the newest first, and none of which there is nothing to say',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const listed = { ...app, hookId: RECONCILIATION_HOOK_ID };
      const hours = [0, 1, 3, 6].map((nth) => NOON + nth * HOUR_MS);
      const events = hours.map((hour, nth) =>
        newEventOf(listed, callPayload(nth + 1, { state: 'hangup', date_started: hour })),
      );
      await answered(subject.eventStore.append(events));
      await processAll(subject);
      const window = fc.tuple(
        fc.integer({ min: -90, max: 500 }),
        fc.oneof(fc.constantFrom(-1, 0, 1), fc.nat({ max: 500 })),
      );
      await checkProperty(window, async ([start, length]) => {
        const from = NOON + start * 60_000;
        const to = from + length * 60_000;
        const told = await answered(subject.reconciliationStore.ledger(app.appId, { from, to }));
        const expected = hours.filter((hour) => hour + HOUR_MS > from && hour < to);
        assert.deepEqual(
          told?.map(({ hour }) => Date.parse(hour)),
          (from < to ? expected : []).toReversed(),
        );
      });
    },
  },
  {
    name: 'ledger is null for an app that does not exist, and empty for one of which there is nothing to say',
    check: async (open) => {
      const subject = await open();
      const { ledger } = subject.reconciliationStore;
      assert.equal(await answered(ledger(randomUUID(), ALWAYS)), null);
      assert.equal(await answered(ledger('no such app', ALWAYS)), null);
      assert.deepEqual(await ledgerOf(subject, await openApp(subject)), []);
    },
  },
  {
    name: 'a call whose start is not known counts in the hour of its record',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      for (const hookId of [RECONCILIATION_HOOK_ID, INFERENCE_HOOK_ID]) {
        const payload = callPayload(1, { state: 'hangup', by: hookId });
        await answered(subject.eventStore.append([newEventOf({ ...app, hookId }, payload)]));
      }
      await processAll(subject);
      const call = await answered(subject.recordReader.call(app.appId, '1'));
      const [told, ...others] = await ledgerOf(subject, app);
      assert.deepEqual(others, []);
      assert.equal(told?.hour, hourOf(call?.created_at ?? ''));
      assert.deepEqual([told.recovered, told.inferred], [1, 1]);
    },
  },
  {
    name: 'putUnexplained takes the place of all that was found in the window, and of nothing else',
    check: async (open) => {
      const subject = await open();
      const finding = fc.record({
        from: fc.nat({ max: 5 }),
        hours: fc.integer({ min: 1, max: 3 }),
        calls: fc.uniqueArray(foundCall(), { maxLength: 4, selector: ({ call }) => call }),
      });
      await checkProperty(fc.array(finding, { maxLength: 6 }), async (findings) => {
        const [app, other] = [await openApp(subject), await openApp(subject)];
        const theirs = [{ dialpadCallId: '1', reason: 'differs' as const, startedAt: NOON }];
        const { putUnexplained } = subject.reconciliationStore;
        await answered(putUnexplained(other.appId, ALWAYS, theirs));
        const model = new Map<string, UnexplainedCall & { readonly startedAt: number }>();
        for (const { from: first, hours, calls } of findings) {
          const from = NOON + first * HOUR_MS;
          const to = from + hours * HOUR_MS;
          const found = calls.map(({ call, reason }) => ({
            dialpadCallId: `${call}`,
            reason,
            // Each call has one start.
            startedAt: NOON + (call % 7) * HOUR_MS + call,
          }));
          const within = found.filter(({ startedAt }) => startedAt >= from && startedAt < to);
          for (const [id, { startedAt }] of model) {
            if (startedAt >= from && startedAt < to) model.delete(id);
          }
          for (const call of within) model.set(call.dialpadCallId, call);
          await answered(putUnexplained(app.appId, { from, to }, within));
        }
        assert.deepEqual(await ledgerOf(subject, app), unexplainedHours([...model.values()]));
        assert.deepEqual(await ledgerOf(subject, other), unexplainedHours(theirs));
      });
    },
  },
  {
    name: 'a walk that is done verifies every full hour of its window, of its app',
    check: async (open) => {
      const subject = await open();
      const window = fc.tuple(fc.nat({ max: 300 }), fc.integer({ min: 1, max: 300 }));
      await checkProperty(fc.array(window, { maxLength: 4 }), async (windows) => {
        const [app, other] = [await openApp(subject), await openApp(subject)];
        const hours = new Set<string>();
        for (const [start, length] of windows) {
          const from = NOON + start * 60_000;
          const to = from + length * 60_000;
          await walk(subject, app.appId, { from, to });
          for (let hour = NOON; hour + HOUR_MS <= to; hour += HOUR_MS) {
            if (hour >= from) hours.add(new Date(hour).toISOString());
          }
        }
        assert.deepEqual(
          (await ledgerOf(subject, app)).map(({ hour, standing }) => [hour, standing]),
          [...hours]
            .sort()
            .reverse()
            .map((hour) => [hour, 'verified']),
        );
        assert.deepEqual(await ledgerOf(subject, other), []);
      });
    },
  },
  {
    name: 'an hour that was not over when its walk was begun is not verified by it',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const thisHour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
      await walk(subject, app.appId, { from: thisHour - 2 * HOUR_MS, to: thisHour + 9 * HOUR_MS });
      const verified = (await ledgerOf(subject, app)).map(({ hour }) => Date.parse(hour));
      // The hour may have become full since then.
      const [newest = 0] = verified;
      assert.ok(newest <= Date.now() - HOUR_MS);
      assert.ok(verified.includes(thisHour - 2 * HOUR_MS) && verified.includes(thisHour - HOUR_MS));
    },
  },
  {
    name: 'a walk that could not verify says so of hours that none has verified, and only such a walk',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const fail = async (from: number, isUnverifiable: boolean): Promise<void> => {
        await addBackfill(subject, app.appId, { from, to: from + 2 * HOUR_MS });
        const end = { kind: 'failed', error: 'dialpad-forbidden', isUnverifiable } as const;
        await answered(subject.reconciliationStore.endBackfill(await takeSoon(subject), end));
      };
      const standings = async () =>
        (await ledgerOf(subject, app)).map(({ hour, standing }) => [
          (Date.parse(hour) - NOON) / HOUR_MS,
          standing,
        ]);
      await fail(NOON, false);
      assert.deepEqual(await standings(), []);
      await walk(subject, app.appId, { from: NOON, to: NOON + HOUR_MS });
      await fail(NOON, true);
      const [first, second] = [
        [0, 'verified'],
        [1, 'unverifiable'],
      ];
      assert.deepEqual(await standings(), [second, first]);
      await walk(subject, app.appId, { from: NOON + HOUR_MS, to: NOON + 2 * HOUR_MS });
      assert.deepEqual(await standings(), [[1, 'verified'], first]);
    },
  },
  {
    name: 'walkedUntil is the end of the latest window that was walked to its end, null without one',
    check: async (open) => {
      const subject = await open();
      const { walkedUntil, endBackfill } = subject.reconciliationStore;
      const [{ appId }, other] = [await openApp(subject), await openApp(subject)];
      assert.equal(await answered(walkedUntil(appId)), null);
      await walk(subject, other.appId, { to: NOON + 9 * HOUR_MS });
      for (const hours of [2, 3, 1]) {
        await walk(subject, appId, { to: NOON + hours * HOUR_MS });
      }
      await addBackfill(subject, appId, { to: NOON + 7 * HOUR_MS });
      const held = await take(subject);
      assert.equal(await answered(walkedUntil(appId)), NOON + 3 * HOUR_MS);
      assert.ok(held !== null);
      await answered(endBackfill(held, { kind: 'failed', error: 'x', isUnverifiable: true }));
      await addBackfill(subject, appId, { to: NOON + 8 * HOUR_MS });
      assert.equal(await answered(walkedUntil(appId)), NOON + 3 * HOUR_MS);
      assert.equal(await answered(walkedUntil('no such app')), null);
    },
  },
];

async function ledgerOf(
  { reconciliationStore }: StorageSubject,
  { appId }: AppUnderTest,
): Promise<readonly LedgerHour[]> {
  const hours = await answered(reconciliationStore.ledger(appId, ALWAYS));
  assert.ok(hours !== null);
  return hours;
}

/** Call 0 is a message. Few of each, so that some come again. */
function arrival() {
  return fc.record({
    source: fc.constantFrom('webhook' as const, RECONCILIATION_HOOK_ID, INFERENCE_HOOK_ID),
    call: fc.nat({ max: 4 }),
    variant: fc.nat({ max: 2 }),
    times: fc.integer({ min: 1, max: 3 }),
  });
}

/** Of two calls each in two hours. */
function startedCall(call: number, variant: number): string {
  const date_started = NOON + Math.ceil(call / 2) * HOUR_MS + call;
  return callPayload(call, { state: 'hangup', date_started, custom_data: `${variant}` });
}

function foundCall() {
  return fc.record({
    call: fc.nat({ max: 20 }),
    reason: fc.constantFrom('not-listed' as const, 'differs' as const),
  });
}
