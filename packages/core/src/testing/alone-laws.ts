import assert from 'node:assert/strict';

import { errAsync, okAsync, ResultAsync } from 'neverthrow';

import { answered } from './harness/answered.ts';
import { makeApp } from './harness/make-app.ts';
import { numbers } from './harness/payloads.ts';
import { beginAnew, sampleIntent } from './harness/registrations.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** What `alone` of a WebhookRegistry keeps. */
export const aloneLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'alone does what many ask for under one name one after another, all of it',
    async check(open) {
      const { webhookRegistry: registry } = await open();
      let [under, most] = [0, 0];
      const work = (nth: number) =>
        ResultAsync.fromSafePromise<number>(
          (async () => {
            under += 1;
            most = Math.max(most, under);
            // Something of the registry's takes a turn of every storage.
            await registry.registration('no such hook');
            under -= 1;
            return nth;
          })(),
        );
      const all = numbers(20);
      const answers = await Promise.all(
        all.map((nth) => answered(registry.alone('one name', () => work(nth)))),
      );
      assert.deepEqual(answers, all);
      assert.equal(most, 1);
    },
  },
  {
    name: 'names do not wait for one another',
    async check(open) {
      const { webhookRegistry: registry } = await open();
      const other = Promise.withResolvers<string>();
      const waiting = registry.alone('one name', () => ResultAsync.fromSafePromise(other.promise));
      other.resolve(await answered(registry.alone('another name', () => okAsync('done'))));
      assert.equal(await answered(waiting), 'done');
    },
  },
  {
    name: 'alone gives the fault of its work, and lets the next one in',
    async check(open) {
      const { webhookRegistry: registry } = await open();
      for (const nth of numbers(4)) {
        const fault = { kind: 'fault-of-a-law', nth };
        const outcome = await registry.alone('one name', () => errAsync(fault));
        assert.deepEqual(outcome.isErr() && outcome.error, fault);
      }
      assert.equal(await answered(registry.alone('one name', () => okAsync('done'))), 'done');
    },
  },
  {
    name: 'work that throws or rejects is store-unavailable, and lets the next one in',
    async check(open) {
      const { webhookRegistry: registry } = await open();
      const works = [
        (): ResultAsync<string, never> => {
          throw new Error('work may throw');
        },
        () => ResultAsync.fromSafePromise<string>(Promise.reject(new Error('or reject'))),
      ];
      for (const work of [...works, ...works]) {
        const outcome = await registry.alone('one name', work);
        assert.equal(outcome.isErr() && outcome.error.kind, 'store-unavailable');
        assert.equal(await answered(registry.alone('one name', () => okAsync('done'))), 'done');
      }
    },
  },
  {
    name: 'work may note what it does, and that stays when it fails',
    async check(open) {
      const { keyStore, webhookRegistry: registry } = await open();
      const { appId } = (await makeApp(keyStore)).app;
      const { hookId } = await beginAnew(registry, sampleIntent(appId));
      const fault = { kind: 'fault-of-a-law' };
      const outcome = await registry.alone(hookId, () =>
        registry.note(hookId, { webhookId: '5' }).andThen(() => errAsync(fault)),
      );
      assert.deepEqual(outcome.isErr() && outcome.error, fault);
      assert.equal((await answered(registry.registration(hookId)))?.webhookId, '5');
    },
  },
  {
    name: 'any text is a name',
    async check(open) {
      const { webhookRegistry: registry } = await open();
      for (const name of ['', "'; --", 'nul \u0000', '\uD800', '__proto__', 'x'.repeat(5_000)]) {
        assert.equal(await answered(registry.alone(name, () => okAsync('done'))), 'done');
      }
    },
  },
];
