import assert from 'node:assert/strict';

import type { CallEvent } from '../ports/record-reader.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { newEventOf } from './harness/new-event-of.ts';
import { type AppUnderTest, openApp } from './harness/open-app.ts';
import { callPayload, messagePayload, NOON, numbers } from './harness/payloads.ts';
import { processAll } from './harness/process-all.ts';
import { send } from './harness/send.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** What `RecordReader.callEvents` promises. */
export const callEventLaws: readonly Law<StorageSubject>[] = [
  {
    name: "the events of a call come by Dialpad's clock, oldest first, equal ones by id, page by page",
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const times = [5, 3, 3, 9, null, 1, 7, 1, null, 2];
      const payloads = times.map((second, index) =>
        callPayload('9007199254740993', {
          state: index % 2 === 0 ? 'ringing' : 'hangup',
          event_timestamp: second === null ? null : NOON + second * 1000,
          custom_data: `event ${index}`,
        }),
      );
      const appended = await send(subject, app, payloads);
      await send(subject, app, payloads.slice(0, 1));
      await processAll(subject);

      const expected = appended
        .map(({ id }, index): CallEvent => {
          const event = newEventOf(app, payloads[index] ?? '');
          const { kind, type, occurredAt } = event;
          const at = occurredAt === null ? null : new Date(occurredAt).toISOString();
          const deliveries = index === 0 ? 2 : 1;
          return { id, kind, type, occurredAt: at, deliveries, receivedAt: '' };
        })
        .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
      const listed = await eventsOf(subject, app, { id: '9007199254740993', limit: 3 });
      assert.deepEqual(
        listed.map((event) => ({ ...event, receivedAt: '' })),
        expected,
      );
      for (const { receivedAt } of listed) {
        assert.ok(Math.abs(Date.parse(receivedAt) - Date.now()) < 60_000);
      }
      const call = await answered(subject.recordReader.call(app.appId, '9007199254740993'));
      assert.deepEqual(await eventsOf(subject, app, { id: call?.id ?? '' }), listed);
    },
  },
  {
    name: 'the events of a call are those of this call of this app only',
    check: async (open) => {
      const subject = await open();
      const [one, two] = await Promise.all(numbers(2).map(() => openApp(subject)));
      assert.ok(one && two);
      const [mine] = await send(subject, one, [
        callPayload('1'),
        callPayload('2'),
        messagePayload('1'),
      ]);
      const [theirs] = await send(subject, two, [callPayload('1')]);
      await processAll(subject);

      const idsOf = async (app: AppUnderTest) =>
        (await eventsOf(subject, app, { id: '1' })).map(({ id }) => id);
      assert.deepEqual(await idsOf(one), [mine?.id]);
      assert.deepEqual(await idsOf(two), [theirs?.id]);
    },
  },
];

function eventsOf(
  { recordReader }: StorageSubject,
  { appId }: AppUnderTest,
  { id, limit = 200 }: { readonly id: string; readonly limit?: number },
): Promise<readonly CallEvent[]> {
  return allRows(
    (page) =>
      recordReader.callEvents(appId, id, page).map((found) => {
        assert.ok(found !== null, 'the call is there');
        return found;
      }),
    { limit },
  );
}

/** Without a time last. */
function orderOf({ occurredAt, id }: CallEvent): string {
  return `${occurredAt ?? '9999'} ${id}`;
}
