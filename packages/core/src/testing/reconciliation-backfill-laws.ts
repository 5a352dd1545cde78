import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { BACKFILL_REASONS } from '../domain/backfill.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { auditTrail } from './harness/audit-trail.ts';
import { addBackfill, finish, HOUR_MS, stateOf, take } from './harness/backfills-of.ts';
import { openApp } from './harness/open-app.ts';
import { NOON, numbers } from './harness/payloads.ts';
import { sampleAct } from './harness/sample-act.ts';
import { UUID_V7 } from './harness/uuid-v7.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

const WINDOW = { from: NOON, to: NOON + HOUR_MS };
const AUTOMATIC = BACKFILL_REASONS.filter((reason) => reason !== 'operator');

/** What a ReconciliationStore promises of backfills before somebody takes them. */
export const reconciliationBackfillLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'addBackfill queues a walk that has seen nothing of its window yet',
    check: async (open) => {
      const subject = await open();
      for (const reason of BACKFILL_REASONS) {
        const { appId } = await openApp(subject);
        const begun = Date.now();
        const added = await addBackfill(subject, appId, { reason, ...WINDOW });
        const { id, createdAt, ...rest } = added;
        assert.match(id, UUID_V7);
        assert.equal(new Date(createdAt).toISOString(), createdAt);
        assert.ok(Date.parse(createdAt) >= begun && Date.parse(createdAt) <= Date.now());
        assert.deepEqual(rest, {
          appId,
          reason,
          ...WINDOW,
          state: 'queued',
          reached: WINDOW.to,
          listed: 0,
          recovered: 0,
          error: null,
          finishedAt: null,
        });
        assert.deepEqual(await stateOf(subject, added), added);
      }
    },
  },
  {
    name: 'a backfill that somebody asked for has one entry, one that nobody asked for has none',
    check: async (open) => {
      const subject = await open();
      const { appId } = await openApp(subject);
      const before = await auditTrail(subject);
      await addBackfill(subject, appId, { reason: 'regular' });
      assert.deepEqual(await auditTrail(subject), before);

      const wanted = { appId, reason: 'operator' as const, ...WINDOW };
      const { id } = await answered(subject.reconciliationStore.addBackfill(wanted, sampleAct));
      const [entry, ...others] = await auditTrail(subject);
      assert.deepEqual(others, before);
      const { id: _id, at: _at, ...told } = entry ?? {};
      const subjectId = id;
      const action = 'backfill.requested';
      assert.deepEqual(told, { ...sampleAct, action, appId, subjectId, name: null, count: 1 });
    },
  },
  {
    name: 'addBackfill refuses an app that does not exist, without an entry',
    check: async (open) => {
      const subject = await open();
      for (const appId of [randomUUID(), 'no such app', '']) {
        const wanted = { appId, reason: 'operator' as const, ...WINDOW };
        const refusal = await subject.reconciliationStore.addBackfill(wanted, sampleAct);
        assert.equal(refusal.isErr() && refusal.error.kind, 'app-not-found');
      }
      assert.deepEqual(await auditTrail(subject), []);
    },
  },
  {
    name: "an operator's backfill is always one of its own",
    check: async (open) => {
      const subject = await open();
      const { appId } = await openApp(subject);
      const added = [];
      for (const _nth of numbers(3)) added.push(await addBackfill(subject, appId, WINDOW));
      assert.equal(new Set(added.map(({ id }) => id)).size, 3);
    },
  },
  {
    name: 'of each other reason one backfill of an app is queued, over all that was asked for',
    check: async (open) => {
      const subject = await open();
      const [{ appId }, other] = [await openApp(subject), await openApp(subject)];
      for (const reason of AUTOMATIC) {
        const first = await addBackfill(subject, appId, { reason, ...WINDOW });
        const foreign = await addBackfill(subject, other.appId, { reason, ...WINDOW });
        assert.notEqual(foreign.id, first.id);
        const widened = { from: NOON - 5, to: NOON + 2 * HOUR_MS };
        for (const { from, to } of [
          { from: NOON + 1, to: widened.to },
          { from: widened.from, to: NOON + 2 },
        ]) {
          assert.equal((await addBackfill(subject, appId, { reason, from, to })).id, first.id);
        }
        const expected = { ...first, ...widened, reached: widened.to };
        assert.deepEqual(await stateOf(subject, first), expected);
        assert.deepEqual(await stateOf(subject, foreign), foreign);
      }
    },
  },
  {
    name: 'many that ask at once for the same reason get the same backfill',
    check: async (open) => {
      const subject = await open();
      for (const _round of numbers(5)) {
        const { appId } = await openApp(subject);
        const added = await Promise.all(
          numbers(8).map((nth) =>
            addBackfill(subject, appId, { reason: 'gap', from: NOON - nth, to: NOON + nth }),
          ),
        );
        assert.equal(new Set(added.map(({ id }) => id)).size, 1);
        const [first] = added;
        assert.ok(first !== undefined);
        const { from, to } = await stateOf(subject, first);
        assert.deepEqual([from, to], [NOON - 8, NOON + 8]);
      }
    },
  },
  {
    name: 'a backfill that is in hand or over is not widened: the next one is another',
    check: async (open) => {
      const subject = await open();
      const { appId } = await openApp(subject);
      const first = await addBackfill(subject, appId, { reason: 'recent' });
      const held = await take(subject);
      assert.equal(held?.id, first.id);
      const second = await addBackfill(subject, appId, { reason: 'recent' });
      assert.notEqual(second.id, first.id);
      assert.ok(held !== null && (await finish(subject, held)));
      assert.equal((await addBackfill(subject, appId, { reason: 'recent' })).id, second.id);
    },
  },
  {
    name: 'backfill gives it to its own app only',
    check: async (open) => {
      const subject = await open();
      const [own, other] = [await openApp(subject), await openApp(subject)];
      const added = await addBackfill(subject, own.appId);
      const { reconciliationStore } = subject;
      for (const [appId, id] of [
        [other.appId, added.id],
        [own.appId, randomUUID()],
        [own.appId, 'no such backfill'],
        ['no such app', added.id],
      ] as const) {
        assert.equal(await answered(reconciliationStore.backfill(appId, id)), null);
      }
      assert.deepEqual(await answered(reconciliationStore.backfill(own.appId, added.id)), added);
    },
  },
  {
    name: 'backfills walked page by page are those of the app, newest first, each once',
    check: async (open) => {
      const subject = await open();
      const [{ appId }, other] = [await openApp(subject), await openApp(subject)];
      const added = [];
      for (const _nth of numbers(7)) {
        added.unshift(await addBackfill(subject, appId));
        await addBackfill(subject, other.appId);
      }
      const { reconciliationStore } = subject;
      for (const limit of [1, 3, 7, 200]) {
        const walked = await allRows((page) => reconciliationStore.backfills(appId, page), {
          limit,
        });
        assert.deepEqual(walked, added);
      }
      const counted = await answered(
        reconciliationStore.backfills(appId, { limit: 1, count: true }),
      );
      assert.equal(counted.total, 7);
      const none = await answered(reconciliationStore.backfills('no such app', { limit: 1 }));
      assert.deepEqual(none.rows, []);
    },
  },
];
