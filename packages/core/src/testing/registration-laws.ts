import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { errAsync } from 'neverthrow';

import type { Registration } from '../domain/registration.ts';
import { answered } from './harness/answered.ts';
import { assertUnavailable } from './harness/assert-unavailable.ts';
import { auditTrail } from './harness/audit-trail.ts';
import { hookSecretsOf, makeHook } from './harness/hooks-of.ts';
import { makeApp } from './harness/make-app.ts';
import { onceRequest } from './harness/once-request.ts';
import { numbers } from './harness/payloads.ts';
import { beginAnew, SAMPLE_BASE_URL, sampleIntent } from './harness/registrations.ts';
import { sampleAct } from './harness/sample-act.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** How registrations come to be, are found, and go. */
export const registrationLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'begin makes a hook whose secret verifies, the intent to register it, and one entry',
    async check(open) {
      const subject = await open();
      const { keyStore, webhookRegistry: registry } = subject;
      const { appId } = (await makeApp(keyStore)).app;
      const intent = sampleIntent(appId);
      const { hookId, secret, wanted } = intent;
      const epoch = await answered(keyStore.credentialsEpoch());
      const begun = await beginAnew(registry, intent);

      assert.equal(new Date(begun.createdAt).toISOString(), begun.createdAt);
      assert.deepEqual(begun, {
        hookId,
        appId,
        hookUrl: `${SAMPLE_BASE_URL}/${hookId}`,
        wanted,
        webhookId: null,
        subscriptions: [],
        state: 'pending',
        createdAt: begun.createdAt,
      });
      assert.deepEqual(await answered(registry.registration(hookId)), begun);
      assert.deepEqual(await hookSecretsOf(keyStore, hookId), [{ text: secret, until: null }]);
      assert.equal((await answered(keyStore.hookStatus(hookId)))?.appId, appId);
      assert.ok((await answered(keyStore.credentialsEpoch())) > epoch);
      const entries = await auditTrail(subject, { actions: ['webhook.created'] });
      assert.deepEqual(
        entries.map(({ id: _id, at: _at, ...entry }) => entry),
        [
          {
            ...sampleAct,
            action: 'webhook.created',
            appId,
            subjectId: hookId,
            name: null,
            count: 1,
          },
        ],
      );
    },
  },
  {
    name: 'begin under an address of a registration answers with that one, and makes nothing',
    async check(open) {
      const subject = await open();
      const { keyStore, webhookRegistry: registry } = subject;
      const { appId } = (await makeApp(keyStore)).app;
      const first = await beginAnew(registry, sampleIntent(appId));
      const noted = await answered(
        registry.note(first.hookId, { state: 'registered', webhookId: '9007199254740993' }),
      );
      const before = await auditTrail(subject);

      const again = sampleIntent(appId);
      const begun = await answered(registry.begin({ ...again, wanted: [] }, sampleAct));
      assert.deepEqual(begun, { registration: noted, isNew: false });
      assert.equal(await answered(keyStore.hook(again.hookId)), null);
      assert.equal(await answered(registry.registration(again.hookId)), null);
      assert.deepEqual(await auditTrail(subject), before);
    },
  },
  {
    name: 'begin under another address, or for another app, makes one of its own',
    async check(open) {
      const { keyStore, webhookRegistry: registry } = await open();
      const [one, other] = [(await makeApp(keyStore)).app, (await makeApp(keyStore)).app];
      const made = [
        await beginAnew(registry, sampleIntent(one.appId)),
        await beginAnew(registry, sampleIntent(one.appId, `${SAMPLE_BASE_URL}/deeper`)),
        await beginAnew(registry, sampleIntent(one.appId, SAMPLE_BASE_URL.slice(0, -1))),
        await beginAnew(registry, sampleIntent(other.appId)),
      ];
      for (const registration of made) {
        assert.deepEqual(await answered(registry.registration(registration.hookId)), registration);
      }
    },
  },
  {
    name: 'begin by many at once makes one, and answers all with it',
    async check(open) {
      const subject = await open();
      const { keyStore, webhookRegistry: registry } = subject;
      const { appId } = (await makeApp(keyStore)).app;
      for (const round of numbers(4)) {
        const baseUrl = `${SAMPLE_BASE_URL}/${round}`;
        const answers = await Promise.all(
          numbers(8).map(() => answered(registry.begin(sampleIntent(appId, baseUrl), sampleAct))),
        );
        assert.equal(answers.filter(({ isNew }) => isNew).length, 1);
        const [first] = answers;
        for (const { registration } of answers) {
          assert.deepEqual(registration, first?.registration);
        }
        const entries = await auditTrail(subject, { actions: ['webhook.created'] });
        assert.equal(entries.length, round);
      }
    },
  },
  {
    name: 'begin without the app answers app-not-found and makes nothing',
    async check(open) {
      const subject = await open();
      const { keyStore, webhookRegistry: registry } = subject;
      for (const appId of [randomUUID(), 'no such app']) {
        const intent = sampleIntent(appId);
        const refusal = await registry.begin(intent, sampleAct);
        assert.equal(refusal.isErr() && refusal.error.kind, 'app-not-found');
        assert.equal(await answered(keyStore.hook(intent.hookId)), null);
      }
      assert.deepEqual(await answered(registry.registrations({})), []);
      assert.deepEqual(await auditTrail(subject), []);
    },
  },
  {
    name: 'begin never takes the place of a hook',
    async check(open) {
      const subject = await open();
      const { keyStore, webhookRegistry: registry } = subject;
      const { appId } = (await makeApp(keyStore)).app;
      const { hookId, secret } = await makeHook(keyStore, appId);
      const before = await auditTrail(subject);
      await assertUnavailable(registry.begin({ ...sampleIntent(appId), hookId }, sampleAct));
      assert.deepEqual(await hookSecretsOf(keyStore, hookId), [{ text: secret, until: null }]);
      assert.equal(await answered(registry.registration(hookId)), null);
      assert.deepEqual(await auditTrail(subject), before);
    },
  },
  {
    name: 'registration is null for a hook that is ours alone, and for one that is not there',
    async check(open) {
      const { keyStore, webhookRegistry: registry } = await open();
      const { appId } = (await makeApp(keyStore)).app;
      const { hookId } = await makeHook(keyStore, appId);
      const { hookId: known } = await beginAnew(registry, sampleIntent(appId));
      for (const id of [hookId, `${known}0`, known.slice(1), '', 'nul \u0000']) {
        assert.equal(await answered(registry.registration(id)), null);
      }
    },
  },
  {
    name: 'registrationOf finds by the id of Dialpad, within the app alone',
    async check(open) {
      const { keyStore, webhookRegistry: registry } = await open();
      const [one, other] = [(await makeApp(keyStore)).app, (await makeApp(keyStore)).app];
      const webhookId = '9007199254740993';
      const begun = await beginAnew(registry, sampleIntent(one.appId));
      assert.equal(await answered(registry.registrationOf(one.appId, webhookId)), null);
      const noted = await answered(registry.note(begun.hookId, { webhookId }));
      assert.deepEqual(await answered(registry.registrationOf(one.appId, webhookId)), noted);
      for (const appId of [other.appId, randomUUID(), 'no such app']) {
        assert.equal(await answered(registry.registrationOf(appId, webhookId)), null);
      }
      assert.equal(await answered(registry.registrationOf(one.appId, '9007199254740992')), null);
    },
  },
  {
    name: 'registrations are all of them, or those of one app, the oldest first',
    async check(open) {
      const { keyStore, webhookRegistry: registry } = await open();
      const apps = [(await makeApp(keyStore)).app, (await makeApp(keyStore)).app];
      const made: Registration[] = [];
      for (const nth of numbers(4)) {
        for (const { appId } of apps) {
          made.push(await beginAnew(registry, sampleIntent(appId, `${SAMPLE_BASE_URL}/${nth}`)));
        }
      }
      for (const appId of [undefined, ...apps.map((app) => app.appId)]) {
        const found = await answered(registry.registrations(appId === undefined ? {} : { appId }));
        const expected = made.filter((one) => appId === undefined || one.appId === appId);
        assert.deepEqual(byHook(found), byHook(expected));
        const times = found.map(({ createdAt }) => createdAt);
        assert.deepEqual(times, times.toSorted());
      }
      for (const appId of [randomUUID(), 'no such app']) {
        assert.deepEqual(await answered(registry.registrations({ appId })), []);
      }
    },
  },
  {
    name: 'a hook that the key store deletes is gone here as well, and its address is free',
    async check(open) {
      const { keyStore, webhookRegistry: registry } = await open();
      const { appId } = (await makeApp(keyStore)).app;
      const { hookId } = await beginAnew(registry, sampleIntent(appId));
      const kept = await beginAnew(registry, sampleIntent(appId, `${SAMPLE_BASE_URL}/kept`));
      const subscriptions = [{ kind: 'call', id: '7' }] as const;
      await answered(registry.note(hookId, { webhookId: '5', subscriptions }));
      await answered(keyStore.deleteHook(hookId, sampleAct));

      assert.equal(await answered(registry.registration(hookId)), null);
      assert.equal(await answered(registry.registrationOf(appId, '5')), null);
      assert.deepEqual(await answered(registry.registrations({ appId })), [kept]);
      assert.equal(await answered(registry.note(hookId, { state: 'registered' })), null);
      const anew = await beginAnew(registry, sampleIntent(appId));
      assert.deepEqual(anew.subscriptions, []);
    },
  },
  {
    name: 'what was begun and noted stays when the request around it fails',
    async check(open) {
      const { keyStore, webhookRegistry: registry, idempotencyStore } = await open();
      const { appId } = (await makeApp(keyStore)).app;
      const intent = sampleIntent(appId);
      const fault = { kind: 'fault-of-a-law' as const };
      const outcome = await idempotencyStore.once(onceRequest(), () =>
        registry
          .begin(intent, sampleAct)
          .andThen(() => registry.note(intent.hookId, { webhookId: '5' }))
          .andThen(() => errAsync(fault)),
      );
      assert.deepEqual(outcome.isErr() && outcome.error, fault);
      const found = await answered(registry.registration(intent.hookId));
      assert.equal(found?.webhookId, '5');
    },
  },
];

function byHook<Row extends { readonly hookId: string }>(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((one, other) => (one.hookId < other.hookId ? -1 : 1));
}
