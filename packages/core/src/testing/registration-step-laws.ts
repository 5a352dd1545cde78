import assert from 'node:assert/strict';

import fc from 'fast-check';

import { SUBSCRIPTION_KINDS, type SubscriptionTerms } from '../domain/dialpad.ts';
import type { RegistrationStep } from '../ports/webhook-registry.ts';
import { answered } from './harness/answered.ts';
import { auditTrail } from './harness/audit-trail.ts';
import { checkProperty } from './harness/check-property.ts';
import { hookSecretsOf, makeHook } from './harness/hooks-of.ts';
import { makeApp } from './harness/make-app.ts';
import { numbers } from './harness/payloads.ts';
import { beginAnew, SAMPLE_BASE_URL, sampleIntent } from './harness/registrations.ts';
import { sampleAct } from './harness/sample-act.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** How far a registration has come. */
export const registrationStepLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'note keeps what is given, leaves what is absent and all others, and writes no entry',
    async check(open) {
      const subject = await open();
      const { keyStore, webhookRegistry: registry } = subject;
      const { appId } = (await makeApp(keyStore)).app;
      const intent = sampleIntent(appId);
      const { hookId } = intent;
      let expected = await beginAnew(registry, intent);
      const other = await beginAnew(registry, sampleIntent(appId, `${SAMPLE_BASE_URL}/other`));
      const before = await auditTrail(subject);
      await checkProperty(fc.array(registrationSteps(), { maxLength: 6 }), async (steps) => {
        for (const step of steps) {
          expected = { ...expected, ...step };
          assert.deepEqual(await answered(registry.note(hookId, step)), expected);
          assert.deepEqual(await answered(registry.registration(hookId)), expected);
        }
      });
      assert.deepEqual(await answered(registry.registration(other.hookId)), other);
      assert.deepEqual(await hookSecretsOf(keyStore, hookId), [
        { text: intent.secret, until: null },
      ]);
      assert.deepEqual(await auditTrail(subject), before);
    },
  },
  {
    name: 'noteActed notes, and writes one entry',
    async check(open) {
      const subject = await open();
      const { keyStore, webhookRegistry: registry } = subject;
      const { appId } = (await makeApp(keyStore)).app;
      const begun = await beginAnew(registry, sampleIntent(appId));
      const { hookId } = begun;
      const actions = ['webhook.registered', 'webhook.repaired', 'webhook.changed'] as const;
      for (const [nth, action] of actions.entries()) {
        const step = { webhookId: String(nth), state: 'registered' } as const;
        const noted = await answered(registry.noteActed(hookId, step, { ...sampleAct, action }));
        assert.deepEqual(noted, { ...begun, ...step });
        assert.deepEqual(await answered(registry.registration(hookId)), noted);
        const entries = await auditTrail(subject, { actions: [action] });
        assert.deepEqual(
          entries.map(({ id: _id, at: _at, ...entry }) => entry),
          [{ ...sampleAct, action, appId, subjectId: hookId, name: null, count: 1 }],
        );
      }
    },
  },
  {
    name: 'note and noteActed answer null where there is no registration, and write nothing',
    async check(open) {
      const subject = await open();
      const { keyStore, webhookRegistry: registry } = subject;
      const { appId } = (await makeApp(keyStore)).app;
      const { hookId } = await makeHook(keyStore, appId);
      const before = await auditTrail(subject);
      const act = { ...sampleAct, action: 'webhook.registered' } as const;
      for (const id of [hookId, `${hookId}0`, '', 'nul \u0000']) {
        assert.equal(await answered(registry.note(id, { state: 'registered' })), null);
        assert.equal(await answered(registry.noteActed(id, { state: 'registered' }, act)), null);
      }
      assert.deepEqual(await auditTrail(subject), before);
      assert.equal(await answered(registry.registration(hookId)), null);
    },
  },
  {
    name: 'of many that note at once each step is kept whole',
    async check(open) {
      const { keyStore, webhookRegistry: registry } = await open();
      const { appId } = (await makeApp(keyStore)).app;
      const { hookId } = await beginAnew(registry, sampleIntent(appId));
      const idsOf = async () => {
        const found = await answered(registry.registration(hookId));
        return [found?.webhookId, ...(found?.subscriptions ?? []).map(({ id }) => id)];
      };
      const lists = numbers(8).map((nth) =>
        SUBSCRIPTION_KINDS.map((kind) => ({ kind, id: String(nth) })),
      );
      await Promise.all(
        lists.map((subscriptions) => answered(registry.note(hookId, { subscriptions }))),
      );
      const [, ...ofOneList] = await idsOf();
      assert.deepEqual([ofOneList.length, new Set(ofOneList).size], [SUBSCRIPTION_KINDS.length, 1]);

      await Promise.all(
        lists.map((subscriptions, nth) =>
          answered(registry.note(hookId, { webhookId: String(nth + 1), subscriptions })),
        ),
      );
      assert.equal(new Set(await idsOf()).size, 1);
    },
  },
];

/** Any one step, its lists in the order of `SUBSCRIPTION_KINDS`. */
export const registrationSteps = (): fc.Arbitrary<RegistrationStep> =>
  fc.record(
    {
      wanted: fc
        .subarray([...SUBSCRIPTION_KINDS])
        .chain((kinds) => fc.tuple(...kinds.map((kind) => TERMS[kind]))),
      webhookId: fc.option(dialpadId()),
      subscriptions: fc
        .subarray([...SUBSCRIPTION_KINDS])
        .chain((kinds) =>
          fc.tuple(
            ...kinds.map((kind) => fc.record({ kind: fc.constant(kind), id: dialpadId() }, PLAIN)),
          ),
        ),
      state: fc.constantFrom('pending', 'registered', 'deleting'),
    },
    { requiredKeys: [], noNullPrototype: true },
  );

const dialpadId = () => fc.bigInt(1n, 2n ** 63n).map(String);

const PLAIN = { noNullPrototype: true } as const;

const TERMS = {
  call: fc.record(
    {
      kind: fc.constant('call'),
      callStates: fc.array(fc.constantFrom('all', 'ringing', 'hangup'), { maxLength: 3 }),
    },
    PLAIN,
  ),
  sms: fc.record(
    {
      kind: fc.constant('sms'),
      direction: fc.constantFrom('all', 'inbound', 'outbound'),
      status: fc.boolean(),
      includeInternal: fc.boolean(),
    },
    PLAIN,
  ),
  agent_status: fc.record({ kind: fc.constant('agent_status') }, PLAIN),
} satisfies Record<string, fc.Arbitrary<SubscriptionTerms>>;
