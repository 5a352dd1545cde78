import assert from 'node:assert/strict';

import { EVENT_KINDS } from '../domain/event.ts';
import { EVENT_STATES, type EventFilter, type EventStatus } from '../ports/event-store.ts';
import { planBatch } from '../use-cases/plan-batch.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { type AppUnderTest, openApp } from './harness/open-app.ts';
import { callPayload, messagePayload, NOON, numbers } from './harness/payloads.ts';
import { processAll } from './harness/process-all.ts';
import { send } from './harness/send.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** What `EventStore.events` and `queue` promise. */
export const eventListLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'events lists the newest first, page by page, without the payloads',
    check: async (open) => {
      const { subject } = await openWithEvents(open);
      const list = (limit: number) =>
        allRows((page) => subject.eventStore.events({}, page), { limit });
      const all = await list(200);

      const places = all.map(({ receivedAt, id }) => `${receivedAt} ${id}`);
      assert.deepEqual(places, places.toSorted().toReversed());
      assert.deepEqual(await list(3), all);
      assert.ok(!JSON.stringify(all).includes('a secret of the payload'));
      const counted = await answered(subject.eventStore.events({}, { limit: 1, count: true }));
      assert.equal(counted.total, all.length);
    },
  },
  {
    name: 'events shows what Dialpad said of an event, and how it fared',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const payload = callPayload('9007199254740993', { state: 'hangup' });
      const [appended] = await send(subject, app, [payload, payload]);
      await processAll(subject);
      const { rows } = await answered(subject.eventStore.events({}, { limit: 10 }));

      const [event] = rows;
      assert.ok(event !== undefined && rows.length === 1);
      const { receivedAt, lastDeliveredAt, dialpadEventId, attempts, lastError, ...rest } = event;
      assert.deepEqual(rest, {
        ...app,
        id: appended?.id,
        kind: 'call',
        type: 'hangup',
        state: 'done',
        reason: null,
        deliveries: 2,
        occurredAt: new Date(NOON).toISOString(),
        nextAttemptAt: null,
      });
      assert.ok(Math.abs(Date.parse(receivedAt) - Date.now()) < 60_000);
      assert.ok(lastDeliveredAt >= receivedAt && dialpadEventId !== null);
      assert.ok(attempts === 0 && lastError === null);
    },
  },
  {
    name: 'events answers every filter as a plain filter over all events would',
    check: async (open) => {
      const { subject, apps } = await openWithEvents(open);
      const all = await allRows((page) => subject.eventStore.events({}, page));
      const middle = Date.parse(all[Math.floor(all.length / 2)]?.receivedAt ?? '');
      const filters: readonly EventFilter[] = [
        ...apps.map(({ appId }) => ({ appId })),
        ...EVENT_STATES.map((state) => ({ state })),
        ...EVENT_KINDS.map((kind) => ({ kind })),
        { receivedAfter: middle },
        { receivedBefore: middle },
        { receivedAfter: middle - 1, receivedBefore: middle + 1 },
        { appId: apps[0]?.appId ?? '', state: 'retrying', kind: 'call' },
      ];
      for (const filter of filters) {
        const listed = await allRows((page) => subject.eventStore.events(filter, page));
        assert.deepEqual(
          listed,
          all.filter((event) => passes(event, filter)),
        );
      }
    },
  },
  {
    name: 'queue counts what waits, what is dead and what is set aside',
    check: async (open) => {
      const { subject } = await openWithEvents(open);
      const { oldestPendingMs, ...counts } = await answered(subject.eventStore.queue());
      assert.deepEqual(counts, { pending: 3, retrying: 2, dead: 0, setAside: 1 });
      assert.ok(oldestPendingMs !== null && oldestPendingMs >= 0 && oldestPendingMs < 60_000);

      await subject.skipWaits();
      await processAll(subject);
      assert.deepEqual(await answered(subject.eventStore.queue()), {
        pending: 0,
        retrying: 0,
        dead: 0,
        setAside: 1,
        oldestPendingMs: null,
      });
    },
  },
];

interface Opened {
  readonly subject: StorageSubject;
  readonly apps: readonly AppUnderTest[];
}

/** Two apps with events of several kinds in every state but `dead`. */
async function openWithEvents(open: () => Promise<StorageSubject>): Promise<Opened> {
  const subject = await open();
  const apps = [await openApp(subject), await openApp(subject)];
  for (const app of apps) {
    const secret = { custom_data: 'a secret of the payload' };
    for (const id of numbers(3)) await send(subject, app, [callPayload(id, secret)]);
    await send(subject, app, [messagePayload(1, { text: 'a secret of the payload' })]);
    await send(subject, app, ['{"on_duty_status":"available"}', '{"state":"odd"}']);
  }
  const [first] = apps;
  assert.ok(first !== undefined);
  await processAll(subject, {
    plan: (events) => {
      const isBad = ({ payload }: { readonly payload: string }) =>
        payload.startsWith('{"call_id":1,');
      if (events.some(isBad)) throw new Error('not yet');
      return planBatch(events);
    },
  });
  await send(
    subject,
    first,
    numbers(3).map((id) => callPayload(id + 10)),
  );
  await answered(
    subject.eventStore.setAside({ ...first, reason: 'payload-not-json', body: new Uint8Array(3) }),
  );
  return { subject, apps };
}

function passes(event: EventStatus, filter: EventFilter): boolean {
  const { receivedAfter = -Infinity, receivedBefore = Infinity } = filter;
  const time = Date.parse(event.receivedAt);
  return (
    event.appId === (filter.appId ?? event.appId) &&
    event.state === (filter.state ?? event.state) &&
    event.kind === (filter.kind ?? event.kind) &&
    time > receivedAfter &&
    time < receivedBefore
  );
}
