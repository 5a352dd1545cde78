import assert from 'node:assert/strict';

import { planBatch } from '../use-cases/plan-batch.ts';
import { answered } from './harness/answered.ts';
import { openApp } from './harness/open-app.ts';
import { callPayload, legPayloads, numbers } from './harness/payloads.ts';
import { processAll } from './harness/process-all.ts';
import { sampleAct } from './harness/sample-act.ts';
import { send } from './harness/send.ts';
import { foldedViews, storedViews } from './harness/views-of.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** What `EventStore.processBatch` promises of whose events a batch takes. */
export const batchTurnLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'processBatch never lets two batches hold events of one app at once',
    check: async (open) => {
      const subject = await open();
      for (const _round of numbers(6)) {
        const app = await openApp(subject);
        // New calls: a row that does not exist yet cannot be locked.
        const payloads = numbers(4).flatMap((call) => legPayloads(call));
        await send(subject, app, payloads);
        const reports = await Promise.all(numbers(5).map(() => processAll(subject, { limit: 3 })));

        const processed = reports.reduce((sum, report) => sum + report.processed, 0);
        assert.equal(processed, payloads.length);
        assert.deepEqual(await storedViews(subject, app.appId), foldedViews(payloads));
        await assertVersionsRise(subject, app.appId);
      }
    },
  },
  {
    name: 'processBatch loses nothing that is appended while batches run',
    check: async (open) => {
      const subject = await open();
      const apps = await Promise.all(numbers(3).map(() => openApp(subject)));
      const payloads = numbers(6).flatMap((call) => legPayloads(call));
      const sending = apps.map(async (app) => {
        for (const payload of payloads) await send(subject, app, [payload]);
      });
      const working = numbers(3).map(async () => {
        for (const _batch of numbers(10)) {
          await answered(subject.eventStore.processBatch(4, planBatch));
        }
      });
      await Promise.all([...sending, ...working]);
      await processAll(subject);

      for (const { appId } of apps) {
        assert.deepEqual(await storedViews(subject, appId), foldedViews(payloads));
      }
    },
  },
  {
    name: 'processBatch lets apps take turns: one with much work keeps no other waiting',
    check: async (open) => {
      const subject = await open();
      const apps = await Promise.all(numbers(3).map(() => openApp(subject)));
      const [busy, alsoBusy, quiet] = apps;
      assert.ok(busy && alsoBusy && quiet);
      await send(
        subject,
        busy,
        numbers(60).map((id) => callPayload(id)),
      );
      await send(
        subject,
        alsoBusy,
        numbers(60).map((id) => callPayload(id)),
      );
      await send(subject, quiet, [callPayload(1)]);
      for (const _turn of numbers(12)) {
        await answered(subject.eventStore.processBatch(1, planBatch));
      }

      for (const { appId } of apps) {
        const head = await answered(subject.updateLog.head(appId));
        assert.ok(head !== null && head.position > 0, 'every app had its turn');
      }
    },
  },
  {
    name: "processBatch leaves an inactive app's events waiting until the app is active again",
    check: async (open) => {
      const subject = await open();
      const [sleeping, awake] = [await openApp(subject), await openApp(subject)];
      await send(subject, sleeping, [callPayload(1)]);
      await answered(subject.keyStore.setAppActive(sleeping.appId, false, sampleAct));
      await send(subject, sleeping, [callPayload(2)]);
      await send(subject, awake, [callPayload(1)]);

      assert.equal((await processAll(subject)).processed, 1);
      assert.deepEqual(await storedViews(subject, sleeping.appId), foldedViews([]));
      assert.equal((await answered(subject.eventStore.queue())).pending, 2);

      await answered(subject.keyStore.setAppActive(sleeping.appId, true, sampleAct));
      assert.equal((await processAll(subject)).processed, 2);
      assert.deepEqual(
        await storedViews(subject, sleeping.appId),
        foldedViews([callPayload(1), callPayload(2)]),
      );
    },
  },
];

/** Each call's versions, in the order of updates, are 1, 2, 3, … */
async function assertVersionsRise({ updateLog }: StorageSubject, appId: string): Promise<void> {
  const versions = new Map<string, number>();
  const updates = await answered(updateLog.readAfter(appId, 0, 1000));
  for (const [index, { position, data }] of updates.entries()) {
    assert.equal(position, index + 1);
    assert.ok('version' in data);
    const version = (versions.get(data.id) ?? 0) + 1;
    assert.equal(data.version, version);
    versions.set(data.id, version);
  }
}
