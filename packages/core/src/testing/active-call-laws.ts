import assert from 'node:assert/strict';

import { STALE_AFTER_MS } from '../domain/call.ts';
import { planBatch } from '../use-cases/plan-batch.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { openApp } from './harness/open-app.ts';
import { callPayload, numbers } from './harness/payloads.ts';
import { processAll } from './harness/process-all.ts';
import { send } from './harness/send.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

const MINUTE_MS = 60_000;

/** What `RecordReader.activeCalls` promises. */
export const activeCallLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'active calls are those that are live and not stale, the newest first, page by page',
    check: async (open) => {
      const subject = await open();
      const { recordReader } = subject;
      const app = await openApp(subject);
      const now = Date.now();
      const agesMs = [30, 10, 20, 60, 200].map((minutes) => minutes * MINUTE_MS);
      const live = agesMs.map((age, index) => liveCall(`${index + 1}`, now - age));
      const stale = liveCall('6', now - STALE_AFTER_MS - 10 * MINUTE_MS);
      const over = callPayload('7', { state: 'hangup', event_timestamp: now });
      await send(subject, app, [...live, stale, over]);
      await processAll(subject);
      const list = (limit: number) =>
        allRows((page) => recordReader.activeCalls(app.appId, page), { limit });

      const ids = (await list(200)).map((call) => call.dialpad_call_id);
      assert.deepEqual(ids, ['2', '3', '1', '4', '5']);
      assert.deepEqual(
        (await list(2)).map((call) => call.dialpad_call_id),
        ids,
      );
      assert.equal((await answered(recordReader.call(app.appId, '6')))?.is_stale, true);
      assert.equal((await answered(recordReader.call(app.appId, '5')))?.is_stale, false);
      assert.equal((await answered(recordReader.call(app.appId, '7')))?.is_stale, false);
    },
  },
  {
    name: 'a call leaves the active ones when it is over, and a stale one comes back with an event',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      const now = Date.now();
      const activeIds = async () => {
        await processAll(subject);
        const page = await answered(subject.recordReader.activeCalls(app.appId, { limit: 10 }));
        return page.rows.map((call) => call.dialpad_call_id);
      };
      await send(subject, app, [liveCall('1', now - 2 * STALE_AFTER_MS), liveCall('2', now)]);
      assert.deepEqual(await activeIds(), ['2']);

      await send(subject, app, [callPayload('1', { state: 'hold', event_timestamp: now })]);
      assert.deepEqual(await activeIds(), ['2', '1']);

      await send(subject, app, [callPayload('2', { state: 'hangup', event_timestamp: now })]);
      assert.deepEqual(await activeIds(), ['1']);
    },
  },
  {
    name: 'active calls come with the position of the same moment, while batches run',
    check: async (open) => {
      const subject = await open();
      for (const _round of numbers(3)) {
        const app = await openApp(subject);
        const now = Date.now();
        await send(
          subject,
          app,
          // Each event is one update of a live call, so versions add up to the position.
          numbers(60).map((nth) =>
            callPayload(1 + (nth % 5), {
              event_timestamp: now + nth,
              custom_data: `change ${nth}`,
            }),
          ),
        );
        const working = numbers(2).map(async () => {
          for (const _batch of numbers(30)) {
            await answered(subject.eventStore.processBatch(1, planBatch));
          }
        });
        const reading = numbers(2).map(async () => {
          for (const _read of numbers(30)) await assertSameMoment(subject, app.appId);
        });
        await Promise.all([...working, ...reading]);
        await processAll(subject);
        assert.ok((await assertSameMoment(subject, app.appId)) > 0);
      }
    },
  },
  {
    name: 'an app without calls has no active ones, at position 0',
    check: async (open) => {
      const subject = await open();
      const { appId } = await openApp(subject);
      const { rows, stream } = await answered(
        subject.recordReader.activeCalls(appId, { limit: 10 }),
      );
      assert.deepEqual(rows, []);
      assert.equal(stream.position, 0);
      assert.deepEqual(stream, await answered(subject.updateLog.head(appId)));
    },
  },
];

function liveCall(id: string, at: number): string {
  return callPayload(id, { state: 'connected', event_timestamp: at, date_started: at });
}

async function assertSameMoment({ recordReader }: StorageSubject, appId: string): Promise<number> {
  const { rows, stream } = await answered(recordReader.activeCalls(appId, { limit: 200 }));
  const changes = rows.reduce((sum, { version }) => sum + version, 0);
  assert.equal(changes, stream.position);
  return changes;
}
