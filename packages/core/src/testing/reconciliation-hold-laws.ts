import assert from 'node:assert/strict';

import type { Backfill } from '../domain/backfill.ts';
import type { HeldBackfill } from '../ports/reconciliation-store.ts';
import { answered } from './harness/answered.ts';
import {
  addBackfill,
  finish,
  LONG_LEASE_MS,
  stateOf,
  take,
  takeSoon,
} from './harness/backfills-of.ts';
import { openApp } from './harness/open-app.ts';
import { NOON, numbers } from './harness/payloads.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

const PROGRESS = { reached: NOON + 7, listed: 50, recovered: 3 };

/** What a ReconciliationStore promises of backfills that somebody has in hand. */
export const reconciliationHoldLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'takeBackfill gives the one that has waited longest, as running, and null when none waits',
    check: async (open) => {
      const subject = await open();
      assert.equal(await take(subject), null);
      const added = [];
      for (const _nth of numbers(4)) {
        added.push(await addBackfill(subject, (await openApp(subject)).appId));
      }
      for (const backfill of added) {
        const held = await take(subject);
        assert.deepEqual(withoutHold(held), { ...backfill, state: 'running' });
        assert.deepEqual(await stateOf(subject, backfill), { ...backfill, state: 'running' });
      }
      assert.equal(await take(subject), null);
    },
  },
  {
    name: 'of an app at most one backfill is in hand, and the next one comes when it is over',
    check: async (open) => {
      const subject = await open();
      const { appId } = await openApp(subject);
      const added = [];
      for (const _nth of numbers(3)) added.push(await addBackfill(subject, appId));
      for (const { id } of added) {
        const held = await take(subject);
        assert.equal(held?.id, id);
        assert.equal(await take(subject), null);
        await finish(subject, held);
      }
    },
  },
  {
    name: 'many that take at once get each backfill once, and of an app one',
    check: async (open) => {
      const subject = await open();
      for (const _round of numbers(5)) {
        const appIds: string[] = [];
        for (const _nth of numbers(3)) {
          const { appId } = await openApp(subject);
          for (const _again of numbers(2)) await addBackfill(subject, appId);
          appIds.push(appId);
        }
        for (const _turn of numbers(2)) {
          const taken = (await Promise.all(numbers(10).map(() => take(subject)))).flatMap(
            (held) => held ?? [],
          );
          assert.deepEqual(taken.map(({ appId }) => appId).sort(), appIds.toSorted());
          for (const held of taken) assert.equal(await finish(subject, held), true);
        }
        assert.equal(await take(subject), null);
      }
    },
  },
  {
    name: 'a backfill whose holder is gone comes again when the lease is over, from where it was',
    check: async (open) => {
      const subject = await open();
      const { appId } = await openApp(subject);
      const added = await addBackfill(subject, appId);
      await addBackfill(subject, appId);
      const leaseMs = 150;
      const first = await take(subject, LONG_LEASE_MS);
      const noted = Date.now();
      assert.equal(first !== null && (await note(subject, first, leaseMs)), true);
      assert.equal(await take(subject), null);
      const second = await takeSoon(subject);
      assert.ok(Date.now() - noted >= leaseMs - CLOCK_STEP_MS, 'it is not given out earlier');
      assert.deepEqual(withoutHold(second), { ...added, ...PROGRESS, state: 'running' });
      assert.notEqual(second.hold, first?.hold);
    },
  },
  {
    name: 'progress adds up, and is there for all to see',
    check: async (open) => {
      const subject = await open();
      const added = await addBackfill(subject, (await openApp(subject)).appId);
      const held = await takeSoon(subject);
      for (const nth of numbers(3)) {
        const progress = { reached: NOON + 10 - nth, listed: 50, recovered: nth };
        const isOurs = subject.reconciliationStore.noteProgress(held, progress, LONG_LEASE_MS);
        assert.equal(await answered(isOurs), true);
      }
      assert.deepEqual(await stateOf(subject, added), {
        ...added,
        state: 'running',
        reached: NOON + 7,
        listed: 150,
        recovered: 6,
      });
    },
  },
  {
    name: 'noting progress holds the backfill for longer',
    check: async (open) => {
      const subject = await open();
      await addBackfill(subject, (await openApp(subject)).appId);
      const held = await take(subject, 100);
      assert.ok(held !== null && (await note(subject, held, LONG_LEASE_MS)));
      const until = Date.now() + 150;
      while (Date.now() < until) {
        assert.equal(await take(subject), null);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  },
  {
    name: 'whoever lost a backfill to another changes nothing of it',
    check: async (open) => {
      const subject = await open();
      const added = await addBackfill(subject, (await openApp(subject)).appId);
      const first = await take(subject, 1);
      assert.ok(first !== null);
      const second = await takeSoon(subject);
      const before = await stateOf(subject, added);
      await assertPowerless(subject, first);
      assert.deepEqual(await stateOf(subject, added), before);
      assert.equal(await note(subject, second, LONG_LEASE_MS), true);
    },
  },
  {
    name: 'a lease that is over is still ours until somebody else takes the backfill',
    check: async (open) => {
      const subject = await open();
      await addBackfill(subject, (await openApp(subject)).appId);
      const held = await take(subject, 0);
      assert.ok(held !== null && (await note(subject, held, 0)));
      assert.equal(await finish(subject, held), true);
    },
  },
  {
    name: 'a backfill that is over stays as it is, and comes to nobody again',
    check: async (open) => {
      const subject = await open();
      for (const end of [{ kind: 'done' } as const, FAILED]) {
        const added = await addBackfill(subject, (await openApp(subject)).appId);
        const held = await take(subject, 0);
        assert.ok(held !== null);
        assert.equal(await answered(subject.reconciliationStore.endBackfill(held, end)), true);
        const before = await stateOf(subject, added);
        await assertPowerless(subject, held);
        assert.deepEqual(await stateOf(subject, added), before);
        assert.equal(await take(subject), null);
      }
    },
  },
  {
    name: 'the end of a backfill tells when it was, how far it came, and why it failed',
    check: async (open) => {
      const subject = await open();
      const begun = Date.now();
      const done = await addBackfill(subject, (await openApp(subject)).appId);
      const heldDone = await takeSoon(subject);
      await note(subject, heldDone, LONG_LEASE_MS);
      await finish(subject, heldDone);
      const failed = await addBackfill(subject, (await openApp(subject)).appId);
      const heldFailed = await takeSoon(subject);
      await note(subject, heldFailed, LONG_LEASE_MS);
      await answered(subject.reconciliationStore.endBackfill(heldFailed, FAILED));

      for (const [added, expected] of [
        [done, { ...PROGRESS, state: 'done', reached: done.from }],
        [failed, { ...PROGRESS, state: 'failed', error: FAILED.error }],
      ] as const) {
        const { finishedAt, ...rest } = await stateOf(subject, added);
        const { finishedAt: _none, ...before } = added;
        assert.deepEqual(rest, { ...before, ...expected });
        const time = Date.parse(finishedAt ?? '');
        assert.ok(time >= begun && time <= Date.now());
      }
    },
  },
];

/** A store may read its clock a little before or after we read ours. */
const CLOCK_STEP_MS = 5;
const FAILED = { kind: 'failed', error: 'dialpad-rejected', isUnverifiable: false } as const;

function note(
  { reconciliationStore }: StorageSubject,
  held: HeldBackfill,
  leaseMs: number,
): Promise<boolean> {
  return answered(reconciliationStore.noteProgress(held, PROGRESS, leaseMs));
}

async function assertPowerless(subject: StorageSubject, held: HeldBackfill): Promise<void> {
  assert.equal(await note(subject, held, LONG_LEASE_MS), false);
  assert.equal(await finish(subject, held), false);
  const failing = subject.reconciliationStore.endBackfill(held, {
    ...FAILED,
    isUnverifiable: true,
  });
  assert.equal(await answered(failing), false);
}

function withoutHold(held: HeldBackfill | null): Backfill | null {
  if (held === null) return null;
  const { hold: _hold, ...backfill } = held;
  return backfill;
}
