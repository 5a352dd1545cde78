import assert from 'node:assert/strict';

import { EVENT_KINDS } from '../domain/event.ts';
import {
  DEAD_REASONS,
  EVENT_STATES,
  type EventFilter,
  type EventStatus,
  SET_ASIDE_REASONS,
} from '../ports/event-store.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { failingFor } from './harness/failing-for.ts';
import { killEvents } from './harness/kill-events.ts';
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
        ...[...DEAD_REASONS, ...SET_ASIDE_REASONS].map((reason) => ({ reason })),
        ...[...apps.map(({ hookId }) => hookId), 'default', 'no such'].map((hookId) => ({
          hookId,
        })),
        { receivedAfter: middle },
        { receivedBefore: middle },
        { receivedAfter: middle - 1, receivedBefore: middle + 1 },
        { appId: apps[0]?.appId ?? '', state: 'retrying', kind: 'call' },
        { state: 'dead', reason: 'failed', hookId: apps[1]?.hookId ?? '', kind: 'message' },
        { state: 'quarantined', reason: 'failed' },
        { state: 'pending', reason: 'failed' },
        { state: 'unrouted', kind: 'call' },
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
      const countAll = async () => {
        const {
          receivedPerMinute: _in,
          processedPerMinute: _out,
          ...counts
        } = await answered(subject.eventStore.queue());
        return counts;
      };
      const { oldestPendingMs, ...counts } = await countAll();
      const held = { dead: 2, quarantined: 1, unrouted: 1 };
      assert.deepEqual(counts, { ...held, pending: 3, retrying: 2 });
      assert.ok(oldestPendingMs !== null && oldestPendingMs >= 0 && oldestPendingMs < 60_000);

      await subject.skipWaits();
      await processAll(subject);
      assert.deepEqual(await countAll(), {
        ...held,
        pending: 0,
        retrying: 0,
        oldestPendingMs: null,
      });
    },
  },
  {
    name: 'queue tells the age of the oldest event that waits for its first attempt, of any app',
    check: async (open) => {
      const subject = await open();
      const [first, second] = [await openApp(subject), await openApp(subject)];
      await send(subject, first, [callPayload(1)]);
      await processAll(subject, { plan: failingFor(() => true) });
      await send(subject, second, [callPayload(2)]);
      await send(subject, first, [callPayload(3)]);
      const pending = await allRows((page) =>
        subject.eventStore.events({ state: 'pending' }, page),
      );
      const arrival = Date.parse(pending.at(-1)?.receivedAt ?? '');
      const least = Date.now() - arrival;
      const { oldestPendingMs } = await answered(subject.eventStore.queue());

      assert.ok(oldestPendingMs !== null && oldestPendingMs >= least);
      assert.ok(oldestPendingMs <= Date.now() - arrival);
    },
  },
  {
    name: 'queue tells how many events came and how many were done in the last minute, each once',
    check: async (open) => {
      const subject = await open();
      const rates = async () => {
        const queue = await answered(subject.eventStore.queue());
        return [queue.receivedPerMinute, queue.processedPerMinute];
      };
      assert.deepEqual(await rates(), [0, 0]);
      const apps = [await openApp(subject), await openApp(subject)];
      for (const app of apps) {
        const payloads = numbers(5).map((id) => callPayload(id));
        await send(subject, app, [...payloads, ...payloads]);
      }
      assert.deepEqual(await rates(), [10, 0]);

      await processAll(subject, { limit: 3, plan: failingFor(isOfCallOne) });
      const [received, processed = 0] = await rates();
      assert.equal(received, 10);
      // Over the turn of a minute it is an estimate, from below.
      assert.ok(processed > 0 && processed <= 8, `${processed} of 8`);
    },
  },
];

interface Opened {
  readonly subject: StorageSubject;
  readonly apps: readonly AppUnderTest[];
}

/** Two apps with events of several kinds, in every state. */
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
  await killEvents(subject, isOfCallOne);
  for (const app of apps) await send(subject, app, [callPayload(1)]);
  await processAll(subject, { plan: failingFor(isOfCallOne) });
  await send(
    subject,
    first,
    numbers(3).map((id) => callPayload(id + 10)),
  );
  const body = new Uint8Array(3);
  await answered(subject.eventStore.setAside({ ...first, reason: 'payload-not-json', body }));
  await answered(
    subject.eventStore.setAside({ appId: null, hookId: 'default', reason: 'unrouted', body }),
  );
  return { subject, apps };
}

function isOfCallOne(payload: string): boolean {
  return payload.startsWith('{"call_id":1,');
}

function passes(event: EventStatus, filter: EventFilter): boolean {
  const { receivedAfter = -Infinity, receivedBefore = Infinity } = filter;
  const time = Date.parse(event.receivedAt);
  return (
    event.appId === (filter.appId ?? event.appId) &&
    event.state === (filter.state ?? event.state) &&
    event.kind === (filter.kind ?? event.kind) &&
    event.reason === (filter.reason ?? event.reason) &&
    event.hookId === (filter.hookId ?? event.hookId) &&
    time > receivedAfter &&
    time < receivedBefore
  );
}
