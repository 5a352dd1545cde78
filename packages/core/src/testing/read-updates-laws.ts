import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import fc from 'fast-check';

import type { Update } from '../domain/update.ts';
import { callHistories } from './arbitraries/call-histories.ts';
import { recordPayloads } from './arbitraries/record-payloads.ts';
import { answered } from './harness/answered.ts';
import { checkProperty } from './harness/check-property.ts';
import { type AppUnderTest, openApp } from './harness/open-app.ts';
import { callPayload, NOON, numbers } from './harness/payloads.ts';
import { processAll } from './harness/process-all.ts';
import { send } from './harness/send.ts';
import { UUID_V7 } from './harness/uuid-v7.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** What the port `UpdateLog` promises when it is read. */
export const readUpdatesLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'an app stands at position 0 before its first update, an unknown app nowhere',
    check: async (open) => {
      const subject = await open();
      const { appId } = await openApp(subject);
      const head = await answered(subject.updateLog.head(appId));
      assert.equal(head?.position, 0);
      assert.ok(head.epoch.length > 0);
      assert.equal(await answered(subject.updateLog.head(randomUUID())), null);
      assert.deepEqual(await answered(subject.updateLog.readAfter(appId, 0, 10)), []);
    },
  },
  {
    name: "updates of an app are numbered from 1 without a gap in one epoch, and the head is the newest's place",
    check: async (open) => {
      const subject = await open();
      const given = fc.record({ payloads: recordPayloads, limit: fc.integer({ min: 1, max: 9 }) });
      await checkProperty(given, async ({ payloads, limit }) => {
        const app = await openApp(subject);
        const start = await answered(subject.updateLog.head(app.appId));
        await send(subject, app, payloads);
        const { updates } = await processAll(subject, { limit });
        const logged = await answered(subject.updateLog.readAfter(app.appId, 0, 1000));

        assert.deepEqual(logged, updates);
        for (const [index, update] of logged.entries()) {
          assert.equal(update.position, index + 1);
          assert.equal(update.epoch, start?.epoch);
          assert.equal(update.appId, app.appId);
          assert.match(update.id, UUID_V7);
        }
        assert.equal(new Set(logged.map(({ id }) => id)).size, logged.length);
        assert.deepEqual(await answered(subject.updateLog.head(app.appId)), {
          epoch: start?.epoch,
          position: logged.length,
        });
      });
    },
  },
  {
    name: 'readAfter gives what follows, in order, at most `limit`',
    check: async (open) => {
      const subject = await open();
      const app = await openApp(subject);
      await send(
        subject,
        app,
        numbers(9).map((id) => callPayload(id)),
      );
      await processAll(subject);
      const read = (position: number, limit: number) =>
        answered(subject.updateLog.readAfter(app.appId, position, limit));
      const all = await read(0, 100);

      assert.equal(all.length, 9);
      for (const position of [0, 1, 5, 8, 9, 20]) {
        for (const limit of [1, 3, 100]) {
          assert.deepEqual(await read(position, limit), all.slice(position, position + limit));
        }
      }
    },
  },
  {
    name: 'a reader that goes on from its last position sees every update once, while batches run',
    check: async (open) => {
      const subject = await open();
      for (const _round of numbers(3)) {
        const apps = await Promise.all(numbers(2).map(() => openApp(subject)));
        for (const app of apps) await send(subject, app, numbers(5).flatMap(changesOf));
        let isOver = false;
        const readers = apps.map((app) => follow(subject, app, () => isOver));
        await Promise.all(numbers(3).map(() => processAll(subject, { limit: 4 })));
        isOver = true;

        for (const [index, seen] of (await Promise.all(readers)).entries()) {
          const appId = apps[index]?.appId ?? '';
          assert.ok(seen.length > 0);
          assert.deepEqual(
            seen.map(({ position }) => position),
            numbers(seen.length),
          );
          assert.deepEqual(seen, await answered(subject.updateLog.readAfter(appId, 0, 1000)));
        }
      }
    },
  },
  {
    name: 'an update holds the record as it then stood',
    check: async (open) => {
      const subject = await open();
      const { recordReader, updateLog } = subject;
      await checkProperty(callHistories(4932532989665280n), async (payloads) => {
        const app = await openApp(subject);
        const expected: unknown[] = [];
        for (const payload of payloads) {
          await send(subject, app, [payload]);
          const { updates } = await processAll(subject);
          for (const { type } of updates) {
            const isOfCall = type.startsWith('call.');
            const { call, voicemail } = recordReader;
            expected.push(
              isOfCall
                ? await answered(call(app.appId, '4932532989665280'))
                : await answered(voicemail(app.appId, '4932532989665280')),
            );
          }
        }
        const logged = await answered(updateLog.readAfter(app.appId, 0, 200));
        assert.deepEqual(
          logged.map(({ data }) => data),
          expected,
        );
        for (const { at } of logged) assert.ok(Math.abs(Date.parse(at) - Date.now()) < 60_000);
      });
    },
  },
  {
    name: 'the updates of one app are never given to another',
    check: async (open) => {
      const subject = await open();
      const [busy, quiet] = await Promise.all(numbers(2).map(() => openApp(subject)));
      assert.ok(busy && quiet);
      await send(subject, busy, [callPayload(1)]);
      await processAll(subject);

      assert.equal((await answered(subject.updateLog.readAfter(busy.appId, 0, 10))).length, 1);
      assert.deepEqual(await answered(subject.updateLog.readAfter(quiet.appId, 0, 10)), []);
      assert.equal((await answered(subject.updateLog.head(quiet.appId)))?.position, 0);
      const epochs = await Promise.all(
        [busy, quiet].map(({ appId }) => answered(subject.updateLog.head(appId))),
      );
      assert.notEqual(epochs[0]?.epoch, epochs[1]?.epoch);
    },
  },
];

/** Reads on until the work is over and nothing more comes. */
async function follow(
  { updateLog }: StorageSubject,
  { appId }: AppUnderTest,
  isOver: () => boolean,
): Promise<readonly Update[]> {
  const seen: Update[] = [];
  for (;;) {
    const wasOver = isOver();
    const updates = await answered(updateLog.readAfter(appId, seen.length, 3));
    for (const update of updates) {
      assert.equal(update.position, seen.length + 1, 'every update comes once and in its place');
      seen.push(update);
    }
    if (wasOver && updates.length === 0) return seen;
  }
}

/** Events that each change something visible. */
function changesOf(call: number): readonly string[] {
  return ['ringing', 'connected', 'hold', 'connected', 'hangup'].map((state, index) =>
    callPayload(call, {
      state,
      event_timestamp: NOON + index,
      custom_data: `${index}`,
    }),
  );
}
