import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import fc from 'fast-check';

import type { HookStatus } from '../domain/hook.ts';
import type { KeyStore, NewHook } from '../ports/key-store.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { assertUnavailable } from './harness/assert-unavailable.ts';
import { auditTrail } from './harness/audit-trail.ts';
import { checkProperty } from './harness/check-property.ts';
import {
  hookIdsOf,
  hookListOf,
  hookSecretsOf,
  hookStatusOf,
  makeHook,
} from './harness/hooks-of.ts';
import { makeApp } from './harness/make-app.ts';
import { sampleAct } from './harness/sample-act.ts';
import { hookSecret, sampleHook } from './key-store-samples.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

const FUTURE = Date.UTC(2999, 0, 1, 0, 0, 0, 1);

/** What a KeyStore keeps of hooks. */
export const hookLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'createHook without the app answers app-not-found and makes nothing',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      for (const appId of [randomUUID(), 'no such app']) {
        const hook = sampleHook(appId);
        const refusal = await store.createHook(hook, sampleAct);

        assert.equal(refusal.isErr() && refusal.error.kind, 'app-not-found');
        assert.equal(await answered(store.hook(hook.hookId)), null);
      }
      assert.deepEqual(await auditTrail(subject), []);
    },
  },
  {
    name: 'hook gives back the app and the secrets, in any script',
    async check(open) {
      const { keyStore: store } = await open();
      const { app } = await makeApp(store);
      await checkProperty(fc.tuple(hookSecret(), hookSecret()), async ([first, second]) => {
        const hook = { ...sampleHook(app.appId), secret: first };
        const { hookId, appId } = hook;
        await answered(store.createHook(hook, sampleAct));
        const current = { text: first, until: null };
        assert.deepEqual(await answered(store.hook(hookId)), { hookId, appId, secrets: [current] });

        const rotation = { hookId, secret: second, previousUntil: FUTURE };
        await answered(store.rotateHookSecret(rotation, sampleAct));
        assert.deepEqual(await hookSecretsOf(store, hookId), [
          { text: second, until: null },
          { text: first, until: FUTURE },
        ]);
      });
    },
  },
  {
    name: 'createHook never replaces a hook',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      const { app } = await makeApp(store);
      const hook = await makeHook(store, app.appId);
      const before = await auditTrail(subject);

      const again = { ...sampleHook(app.appId), hookId: hook.hookId };
      await assertUnavailable(store.createHook(again, sampleAct));
      assert.deepEqual(await hookSecretsOf(store, hook.hookId), [
        { text: hook.secret, until: null },
      ]);
      assert.deepEqual(await auditTrail(subject), before);
    },
  },
  {
    name: 'hookStatus says of a hook what it is, and no secret',
    async check(open) {
      const { keyStore: store } = await open();
      const { app } = await makeApp(store);
      const { hookId } = await makeHook(store, app.appId);
      const status = await hookStatusOf(store, hookId);
      const { createdAt } = status;

      assert.equal(new Date(createdAt).toISOString(), createdAt);
      const { appId } = app;
      assert.deepEqual(status, {
        hookId,
        appId,
        createdAt,
        previousSecretUntil: null,
        isRotationOpen: false,
      });
      assert.equal(await answered(store.hookStatus(`${hookId}0`)), null);
    },
  },
  {
    name: 'hooks walked page by page are complete, newest first, each once, and counted when asked',
    async check(open) {
      const { keyStore: store } = await open();
      const [one, other] = [await makeApp(store), await makeApp(store)];
      const made: NewHook[] = [];
      for (const { app } of [one, one, other, one, other, one, one]) {
        made.push(await makeHook(store, app.appId));
      }
      for (const appId of [undefined, one.app.appId, other.app.appId]) {
        const list = hookListOf(store, appId);
        const expected = made.filter((hook) => appId === undefined || hook.appId === appId);
        for (const limit of [1, 2, 5, 200]) {
          const walked = await allRows(list, { limit });
          assert.deepEqual(hookIdsOf(walked).toSorted(), hookIdsOf(expected).toSorted());
          const times = walked.map(({ createdAt }) => createdAt);
          assert.deepEqual(times, times.toSorted().toReversed());
          for (const row of walked) assert.deepEqual(row, await hookStatusOf(store, row.hookId));
        }
        const all = await answered(list({ limit: 200 }));
        const counted = await answered(list({ limit: 1, offset: 1, count: true }));
        assert.deepEqual(counted.rows, all.rows.slice(1, 2));
        assert.equal(counted.total, expected.length);
        assert.equal('total' in all, false);
      }
      for (const appId of [randomUUID(), 'no such app']) {
        assert.deepEqual(await allRows(hookListOf(store, appId)), []);
      }
    },
  },
  {
    name: 'hooks walked while others are made skip none that was there and repeat none',
    async check(open) {
      const { keyStore: store } = await open();
      const { app } = await makeApp(store);
      const made: NewHook[] = [];
      for (let count = 0; count < 5; count += 1) made.push(await makeHook(store, app.appId));
      const between = () => makeHook(store, app.appId);
      const walked = hookIdsOf(await allRows(hookListOf(store, app.appId), { limit: 2, between }));

      assert.equal(new Set(walked).size, walked.length);
      assert.deepEqual(
        hookIdsOf(made).filter((hookId) => !walked.includes(hookId)),
        [],
      );
    },
  },
  {
    name: 'hooks begin with the newest',
    async check(open) {
      const { keyStore: store } = await open();
      const { app } = await makeApp(store);
      const first = await makeHook(store, app.appId);
      const later = await makeHookAfter(store, await hookStatusOf(store, first.hookId));
      const { rows } = await answered(store.hooks({}, { limit: 1 }));
      assert.deepEqual(rows, [later]);
    },
  },
];

/** Makes hooks until the store's clock has moved: those of one millisecond are in no order. */
async function makeHookAfter(store: KeyStore, earlier: HookStatus): Promise<HookStatus> {
  for (let tries = 0; tries < 10_000; tries += 1) {
    const { hookId } = await makeHook(store, earlier.appId);
    const status = await hookStatusOf(store, hookId);
    if (status.createdAt > earlier.createdAt) return status;
  }
  return assert.fail('the clock of the store stands still');
}
