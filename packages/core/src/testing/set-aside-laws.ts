import assert from 'node:assert/strict';

import fc from 'fast-check';

import type { SetAside } from '../ports/event-store.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { checkProperty } from './harness/check-property.ts';
import { NOTHING_DONE } from './harness/nothing-done.ts';
import { openApp } from './harness/open-app.ts';
import { numbers } from './harness/payloads.ts';
import { processAll } from './harness/process-all.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** What `EventStore.setAside` promises. */
export const setAsideLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'setAside keeps a body byte for byte',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      await checkProperty(fc.uint8Array({ maxLength: 300 }), async (body) => {
        await answered(subject.eventStore.setAside({ ...app, reason: 'payload-not-utf8', body }));
        const kept = await subject.setAsideBodies();
        assert.ok(kept.some((bytes) => Buffer.from(bytes).equals(body)));
      });
    },
  },
  {
    name: 'setAside keeps the same body for the same reason and hook once, and counts it',
    check: async (open) => {
      const subject = await open();
      const { eventStore } = subject;
      const app = await openApp(subject);
      const delivery: SetAside = { ...app, reason: 'payload-not-json', body: bytesOf('not json') };
      await Promise.all(numbers(6).map(() => answered(eventStore.setAside(delivery))));
      await answered(eventStore.setAside({ ...delivery, reason: 'payload-too-deep' }));
      await answered(eventStore.setAside({ ...delivery, hookId: 'default' }));
      await answered(eventStore.setAside({ ...delivery, body: bytesOf('not json ') }));
      const listed = await allRows((page) => eventStore.events({ state: 'quarantined' }, page));

      assert.equal((await subject.setAsideBodies()).length, 4);
      assert.deepEqual(
        listed.map(({ deliveries }) => deliveries),
        [1, 1, 1, 6],
      );
      assert.equal((await answered(eventStore.queue())).quarantined, 4);
    },
  },
  {
    name: 'setAside keeps deliveries of no app as unrouted, puts all others into quarantine, and shows why',
    check: async (open) => {
      const subject = await open();
      const { eventStore } = subject;
      const app = await openApp(subject);
      const body = bytesOf('{}');
      await answered(
        eventStore.setAside({ appId: null, hookId: 'default', reason: 'unrouted', body }),
      );
      await answered(eventStore.setAside({ ...app, reason: 'signature-refused', body }));
      const listed = await allRows((page) => eventStore.events({}, page));

      assert.deepEqual(
        listed.map(({ appId, hookId, state, reason }) => ({ appId, hookId, state, reason })),
        [
          { ...app, state: 'quarantined', reason: 'signature-refused' },
          { appId: null, hookId: 'default', state: 'unrouted', reason: 'unrouted' },
        ],
      );
      const { quarantined, unrouted } = await answered(eventStore.queue());
      assert.deepEqual({ quarantined, unrouted }, { quarantined: 1, unrouted: 1 });
    },
  },
  {
    name: 'setAside puts nothing into the queue',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const body = bytesOf('{"call_id":1,"state":"ringing"}');
      await answered(subject.eventStore.setAside({ ...app, reason: 'signature-refused', body }));

      assert.deepEqual(await processAll(subject), NOTHING_DONE);
    },
  },
];

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
