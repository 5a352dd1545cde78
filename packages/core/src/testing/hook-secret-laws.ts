import assert from 'node:assert/strict';

import { timestampOf } from '../domain/scalars.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { auditTrail } from './harness/audit-trail.ts';
import {
  hookIdsOf,
  hookListOf,
  hookSecretsOf,
  hookStatusOf,
  makeHook,
} from './harness/hooks-of.ts';
import { makeApp } from './harness/make-app.ts';
import { newEventOf } from './harness/new-event-of.ts';
import { callPayload } from './harness/payloads.ts';
import { sampleAct } from './harness/sample-act.ts';
import { sampleHook } from './key-store-samples.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

const PAST = Date.UTC(2001, 0, 1);
const FUTURE = Date.UTC(2999, 0, 1, 0, 0, 0, 1);

/** How hooks and their secrets change and end. */
export const hookSecretLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'rotateHookSecret lets the secret before verify until its time, and the one before it no more',
    async check(open) {
      const { keyStore: store } = await open();
      const { app } = await makeApp(store);
      const hook = await makeHook(store, app.appId);
      const { hookId } = hook;
      const other = await makeHook(store, app.appId);
      const secrets = [hook.secret];
      for (const previousUntil of [FUTURE, FUTURE + 1]) {
        const { secret } = sampleHook(app.appId);
        secrets.unshift(secret);
        const rotation = { hookId, secret, previousUntil };
        const status = await answered(store.rotateHookSecret(rotation, sampleAct));

        assert.equal(status?.previousSecretUntil, timestampOf(previousUntil));
        assert.deepEqual(status, await hookStatusOf(store, hookId));
        assert.deepEqual(await hookSecretsOf(store, hookId), [
          { text: secrets[0], until: null },
          { text: secrets[1], until: previousUntil },
        ]);
      }
      assert.deepEqual(await hookSecretsOf(store, other.hookId), [
        { text: other.secret, until: null },
      ]);
    },
  },
  {
    name: 'rotateHookSecret to a time that is over leaves the new secret alone',
    async check(open) {
      const { keyStore: store } = await open();
      const { app } = await makeApp(store);
      const { hookId } = await makeHook(store, app.appId);
      for (const previousUntil of [FUTURE, PAST]) {
        const rotation = { hookId, secret: sampleHook('').secret, previousUntil };
        await answered(store.rotateHookSecret(rotation, sampleAct));
      }
      assert.equal((await hookStatusOf(store, hookId)).previousSecretUntil, null);
      assert.equal((await hookSecretsOf(store, hookId))?.length, 1);
    },
  },
  {
    name: 'rotateHookSecret without an end lets the secret before verify until the rotation is closed',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      const { app } = await makeApp(store);
      const hook = await makeHook(store, app.appId);
      const { hookId } = hook;
      const rotation = { hookId, secret: 'next', previousUntil: null };
      const status = await answered(store.rotateHookSecret(rotation, sampleAct));

      assert.deepEqual(status, await hookStatusOf(store, hookId));
      assert.equal(status?.isRotationOpen, true);
      assert.equal(status?.previousSecretUntil, null);
      assert.deepEqual(await hookSecretsOf(store, hookId), [
        { text: 'next', until: null },
        { text: hook.secret, until: null },
      ]);
      await answered(store.closeRotation(hookId, FUTURE));
      const closed = await hookStatusOf(store, hookId);
      assert.equal(closed.isRotationOpen, false);
      assert.equal(closed.previousSecretUntil, timestampOf(FUTURE));
      assert.deepEqual(await hookSecretsOf(store, hookId), [
        { text: 'next', until: null },
        { text: hook.secret, until: FUTURE },
      ]);
    },
  },
  {
    name: 'closeRotation gives an open rotation its end once, and writes no entry',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      const { app } = await makeApp(store);
      const { hookId } = await makeHook(store, app.appId);
      const rotation = { hookId, secret: 'next', previousUntil: null };
      await answered(store.rotateHookSecret(rotation, sampleAct));
      const before = await auditTrail(subject);
      const epoch = await answered(store.credentialsEpoch());
      await answered(store.closeRotation(hookId, FUTURE));
      const closedIn = await answered(store.credentialsEpoch());
      assert.ok(closedIn > epoch, 'what knows it as open is void');

      await answered(store.closeRotation(hookId, FUTURE + 5));
      assert.equal((await hookStatusOf(store, hookId)).previousSecretUntil, timestampOf(FUTURE));
      assert.deepEqual(await auditTrail(subject), before);
    },
  },
  {
    name: 'closeRotation to a time that is over leaves the new secret alone',
    async check(open) {
      const { keyStore: store } = await open();
      const { app } = await makeApp(store);
      const { hookId } = await makeHook(store, app.appId);
      await answered(
        store.rotateHookSecret({ hookId, secret: 'next', previousUntil: null }, sampleAct),
      );
      await answered(store.closeRotation(hookId, PAST));
      assert.deepEqual(await hookSecretsOf(store, hookId), [{ text: 'next', until: null }]);
      const { previousSecretUntil, isRotationOpen } = await hookStatusOf(store, hookId);
      assert.deepEqual([previousSecretUntil, isRotationOpen], [null, false]);
    },
  },
  {
    name: 'closeRotation leaves a hook as it is that has no open rotation, or is not there',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      const { app } = await makeApp(store);
      const never = await makeHook(store, app.appId);
      const ended = await makeHook(store, app.appId);
      const rotation = { hookId: ended.hookId, secret: 'next', previousUntil: FUTURE };
      await answered(store.rotateHookSecret(rotation, sampleAct));
      const look = async () => [
        await hookStatusOf(store, never.hookId),
        await hookStatusOf(store, ended.hookId),
        await hookSecretsOf(store, never.hookId),
        await hookSecretsOf(store, ended.hookId),
      ];
      const before = await look();
      for (const hookId of [never.hookId, ended.hookId, 'no such hook', 'nul \u0000', '']) {
        await answered(store.closeRotation(hookId, FUTURE + 5));
      }
      assert.deepEqual(await look(), before);
    },
  },
  {
    name: 'rotateHookSecret twice at once ends the first secret, and lets both new ones verify',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      const { app } = await makeApp(store);
      for (let round = 0; round < 8; round += 1) {
        const { hookId } = await makeHook(store, app.appId);
        const given = [sampleHook('').secret, sampleHook('').secret];
        await Promise.all(
          given.map((secret) =>
            answered(store.rotateHookSecret({ hookId, secret, previousUntil: FUTURE }, sampleAct)),
          ),
        );
        const texts = (await hookSecretsOf(store, hookId))?.map(({ text }) => text) ?? [];
        assert.deepEqual(texts.toSorted(), given.toSorted());
        const entries = await auditTrail(subject, { actions: ['webhook.secret-rotated'] });
        assert.equal(entries.length, 2 * (round + 1));
      }
    },
  },
  {
    name: 'deleteHook ends a hook and no other, answers with what it was, and leaves its events',
    async check(open) {
      const subject = await open();
      const { keyStore: store, eventStore } = subject;
      const { app } = await makeApp(store);
      const { hookId } = await makeHook(store, app.appId);
      const other = await makeHook(store, app.appId);
      await answered(
        store.rotateHookSecret({ hookId, secret: 'next', previousUntil: FUTURE }, sampleAct),
      );
      const { appId } = app;
      await answered(eventStore.append([newEventOf({ appId, hookId }, callPayload(1))]));
      const status = await hookStatusOf(store, hookId);

      assert.deepEqual(await answered(store.deleteHook(hookId, sampleAct)), status);
      assert.equal(await answered(store.hook(hookId)), null);
      assert.equal(await answered(store.hookStatus(hookId)), null);
      assert.deepEqual(hookIdsOf(await allRows(hookListOf(store))), [other.hookId]);
      const { rows } = await answered(eventStore.events({ appId }, { limit: 10 }));
      assert.deepEqual(
        rows.map((event) => event.hookId),
        [hookId],
      );
    },
  },
  {
    name: 'deleteHook by many at once deletes once',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      const { app } = await makeApp(store);
      for (let round = 0; round < 4; round += 1) {
        const { hookId } = await makeHook(store, app.appId);
        const remove = () => answered(store.deleteHook(hookId, sampleAct));
        const answers = await Promise.all(Array.from({ length: 8 }, remove));
        assert.equal(answers.filter((status) => status !== null).length, 1);
        const entries = await auditTrail(subject, { actions: ['webhook.deleted'] });
        assert.equal(entries.length, round + 1);
      }
    },
  },
  {
    name: 'rotateHookSecret and deleteHook answer null for a hook that is not there, and write nothing',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      const { app } = await makeApp(store);
      const { hookId } = await makeHook(store, app.appId);
      const before = await auditTrail(subject);
      for (const unknown of ['no such hook', `${hookId}0`, hookId.slice(1)]) {
        const rotation = { hookId: unknown, secret: 'next', previousUntil: FUTURE };
        assert.equal(await answered(store.rotateHookSecret(rotation, sampleAct)), null);
        assert.equal(await answered(store.deleteHook(unknown, sampleAct)), null);
      }
      assert.deepEqual(await auditTrail(subject), before);
      assert.equal((await hookSecretsOf(store, hookId))?.length, 1);
    },
  },
  {
    name: 'resealSecrets does nothing while all secrets lie under the current key',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      const { app } = await makeApp(store);
      const { hookId } = await makeHook(store, app.appId);
      const rotation = { hookId, secret: 'next', previousUntil: FUTURE };
      await answered(store.rotateHookSecret(rotation, sampleAct));
      const look = async () => [await hookSecretsOf(store, hookId), await auditTrail(subject)];
      const before = await look();

      const resealed = await answered(store.resealSecrets(10, sampleAct));
      assert.deepEqual(resealed, { resealed: 0, remaining: 0 });
      assert.deepEqual(await look(), before);
    },
  },
];
