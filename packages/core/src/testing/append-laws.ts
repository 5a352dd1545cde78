import assert from 'node:assert/strict';

import fc from 'fast-check';

import type { PlanBatch } from '../ports/event-store.ts';
import { shuffledAndRepeated } from './arbitraries/deliveries.ts';
import { eventStreams } from './arbitraries/event-streams.ts';
import { jsonText } from './arbitraries/json-text.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { checkProperty } from './harness/check-property.ts';
import { newEventOf } from './harness/new-event-of.ts';
import { openApp } from './harness/open-app.ts';
import { callPayload, numbers } from './harness/payloads.ts';
import { processAll } from './harness/process-all.ts';
import { send } from './harness/send.ts';
import { UUID_V7 } from './harness/uuid-v7.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** NUL and lone surrogates among them: JSON has them as escapes. */
const utf16Units = fc.nat(0xffff).map((unit) => String.fromCharCode(unit));

/** What `EventStore.append` promises. */
export const appendLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'append answers in the order of the events',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const payloads = numbers(20).map((id) => callPayload(id));
      const first = await send(subject, app, payloads);
      const again = await send(subject, app, payloads.toReversed());

      assert.deepEqual(
        again.map(({ id }) => id),
        first.map(({ id }) => id).toReversed(),
      );
      assert.deepEqual(await send(subject, app, []), []);
    },
  },
  {
    name: 'append gives each new event a UUID v7 of its own',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const appended = await send(
        subject,
        app,
        numbers(50).map((id) => callPayload(id)),
      );

      assert.equal(new Set(appended.map(({ id }) => id)).size, 50);
      for (const { id, isDuplicate } of appended) {
        assert.match(id, UUID_V7);
        assert.equal(isDuplicate, false);
      }
    },
  },
  {
    name: 'append gives a duplicate the id of the first arrival, also within one call',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const [one, two] = [callPayload(1), callPayload(2)];
      const [first, second, repeated] = await send(subject, app, [one, two, one]);
      const [later] = await send(subject, app, [two]);

      assert.equal(first?.isDuplicate, false);
      assert.deepEqual(repeated, { id: first.id, isDuplicate: true });
      assert.deepEqual(later, { id: second?.id, isDuplicate: true });
    },
  },
  {
    name: 'append keeps an event once, however often and however concurrently it comes, and counts it',
    check: async (open) => {
      const subject = await open();
      for (const _round of numbers(5)) {
        const app = await openApp(subject);
        const payloads = numbers(12).map((id) => callPayload(id));
        // Opposite orders: writers that take keys in the order of arrival deadlock here.
        const answers = await Promise.all(
          numbers(8).map((nth) => send(subject, app, nth % 2 ? payloads : payloads.toReversed())),
        );
        const listed = await allRows((page) =>
          subject.eventStore.events({ appId: app.appId }, page),
        );

        const fresh = answers.flat().filter(({ isDuplicate }) => !isDuplicate);
        assert.equal(fresh.length, 12);
        assert.deepEqual(listed.map(({ id }) => id).sort(), fresh.map(({ id }) => id).sort());
        assert.deepEqual(
          listed.map(({ deliveries }) => deliveries),
          Array(12).fill(8),
        );
      }
    },
  },
  {
    name: 'append takes the same payload of another app or hook for another event',
    check: async (open) => {
      const subject = await open();
      const [one, two] = [await openApp(subject), await openApp(subject)];
      const payload = callPayload(1);
      const answers = await answered(
        subject.eventStore.append([
          newEventOf(one, payload),
          newEventOf(two, payload),
          newEventOf({ ...one, hookId: 'default' }, payload),
        ]),
      );

      assert.equal(new Set(answers.map(({ id }) => id)).size, 3);
      assert.ok(answers.every(({ isDuplicate }) => !isDuplicate));
    },
  },
  {
    name: 'append may be repeated: any shuffle and repetition leaves each event once',
    check: async (open) => {
      const subject = await open();
      const sent = eventStreams(1).chain((events) =>
        fc.tuple(fc.constant(events), shuffledAndRepeated(events)),
      );
      await checkProperty(sent, async ([events, deliveries]) => {
        const app = await openApp(subject);
        for (const { payload } of deliveries) await send(subject, app, [payload]);
        const { appId } = app;
        const listed = await allRows((page) => subject.eventStore.events({ appId }, page));

        assert.equal(listed.length, new Set(events.map(({ payload }) => payload)).size);
        assert.equal(
          listed.reduce((sum, { deliveries: times }) => sum + times, 0),
          deliveries.length,
        );
      });
    },
  },
  {
    name: 'append keeps the payload exactly as it was given',
    check: async (open) => {
      const subject = await open();
      const odd = fc.record(
        { text: fc.string({ unit: utf16Units }), id: fc.bigInt(), amount: fc.double() },
        { noNullPrototype: true },
      );
      await checkProperty(odd, async (content) => {
        const app = await openApp(subject);
        const payload = ` ${jsonText(content)}\n`;
        const [appended] = await send(subject, app, [payload]);
        const seen: Parameters<PlanBatch>[0][number][] = [];
        await processAll(subject, {
          plan: (events) => {
            seen.push(...events);
            return { keys: [], fold: () => [] };
          },
        });

        assert.deepEqual(seen, [{ id: appended?.id, appId: app.appId, kind: 'other', payload }]);
      });
    },
  },
];
