import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import type { ApiKeyStatus } from '../domain/api-key.ts';
import type { KeyStore, WhichKeys } from '../ports/key-store.ts';
import { allKeys } from './harness/all-keys.ts';
import { answered } from './harness/answered.ts';
import { auditTrail } from './harness/audit-trail.ts';
import { makeApp } from './harness/make-app.ts';
import { putKey } from './harness/put-key.ts';
import { sampleAct } from './harness/sample-act.ts';
import { assertRevoked, opens, statesOf } from './harness/standing-of-keys.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

const PAST = Date.UTC(2001, 0, 1);
const FUTURE = Date.UTC(2999, 0, 1);
const HOUR_MS = 3_600_000;

/** How keys end before their time. */
export const revocationLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'revokeApiKeys ends the keys that are meant at once, and answers with those',
    async check(open) {
      const meant: readonly [WhichKeys['kind'], readonly string[]][] = [
        ['named', ['replaced', 'current']],
        ['one', ['current']],
        ['all', ['replaced', 'current', 'other']],
      ];
      const subject = await open();
      const { keyStore: store } = subject;
      for (const [kind, names] of meant) {
        const { appId, keys } = await makeKeys(store);
        const elsewhere = await makeApp(store);
        const which = { kind, name: 'a', keyId: keys.current };
        const ended = await answered(store.revokeApiKeys(appId, which, sampleAct));

        const expected = names.map((name) => keys[name as keyof typeof keys]).toSorted();
        assert.deepEqual(idsOf(ended ?? []), expected);
        await assertRevoked(store, appId, expected);
        const listed = await allKeys(store, appId);
        assert.deepEqual(
          byId(listed.filter(({ keyId }) => expected.includes(keyId))),
          byId(ended ?? []),
        );
        for (const keyId of Object.values(keys)) {
          const isOver = keyId === keys.expired || keyId === keys.over;
          const isOpen = !isOver && !expected.includes(keyId);
          assert.equal(await opens(store, keyId), isOpen);
        }
        assert.equal((await statesOf(store, appId))[keys.expired], 'expired');
        assert.equal(await opens(store, elsewhere.key.keyId), true);

        const entries = await auditTrail(subject, { appId, actions: ['api-key.revoked'] });
        const written = entries.map(({ subjectId }) => subjectId ?? '').toSorted();
        assert.deepEqual(written, expected);
      }
    },
  },
  {
    name: 'revokeApiKeys that ends nothing answers an empty list and writes nothing',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      const { appId, keys } = await makeKeys(store);
      const elsewhere = await makeApp(store);
      await answered(store.revokeApiKeys(appId, { kind: 'named', name: 'a' }, sampleAct));
      const before = [await allKeys(store, appId), await auditTrail(subject)];
      for (const which of [
        { kind: 'named', name: 'a' },
        { kind: 'named', name: 'no such name' },
        { kind: 'one', keyId: keys.current },
        { kind: 'one', keyId: keys.expired },
        { kind: 'one', keyId: keys.over },
        { kind: 'one', keyId: 'no such key' },
        { kind: 'one', keyId: elsewhere.key.keyId },
      ] as const) {
        assert.deepEqual(await answered(store.revokeApiKeys(appId, which, sampleAct)), []);
      }
      assert.deepEqual([await allKeys(store, appId), await auditTrail(subject)], before);
      assert.equal(await opens(store, elsewhere.key.keyId), true);
    },
  },
  {
    name: 'revokeApiKeys answers null for an app that never was',
    async check(open) {
      const subject = await open();
      const { key } = await makeApp(subject.keyStore);
      for (const appId of [randomUUID(), 'no such app']) {
        for (const which of [{ kind: 'all' }, { kind: 'one', keyId: key.keyId }] as const) {
          const { keyStore } = subject;
          assert.equal(await answered(keyStore.revokeApiKeys(appId, which, sampleAct)), null);
        }
      }
      assert.equal((await auditTrail(subject, { actions: ['api-key.revoked'] })).length, 0);
    },
  },
  {
    name: 'revokeApiKeys by many at once ends each key once',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      for (let round = 0; round < 4; round += 1) {
        const { appId, keys } = await makeKeys(store);
        const whichs: readonly WhichKeys[] = [
          { kind: 'all' },
          { kind: 'named', name: 'a' },
          { kind: 'one', keyId: keys.current },
          { kind: 'all' },
        ];
        const answers = await Promise.all(
          [...whichs, ...whichs].map((which) =>
            answered(store.revokeApiKeys(appId, which, sampleAct)),
          ),
        );
        const ended = idsOf(answers.flatMap((keysEnded) => keysEnded ?? []));
        assert.deepEqual(ended, [keys.current, keys.other, keys.replaced].toSorted());
        const entries = await auditTrail(subject, { appId, actions: ['api-key.revoked'] });
        assert.equal(entries.length, 3);
      }
    },
  },
];

/** An app with the keys of every state. */
async function makeKeys(store: KeyStore) {
  const { app, key: first } = await makeApp(store);
  const { appId } = app;
  const { key: expired } = await putKey(store, appId, { name: 'a', expiresAt: PAST });
  const { key: replaced } = await putKey(store, appId, { name: 'a', expiresAt: FUTURE });
  const { key: current } = await putKey(store, appId, { name: 'a', overlapMs: HOUR_MS });
  // Expired like the first, but nothing has taken its name.
  const { key: over } = await putKey(store, appId, { name: 'over', expiresAt: PAST });
  const keys = {
    other: first.keyId,
    expired: expired.keyId,
    replaced: replaced.keyId,
    current: current.keyId,
    over: over.keyId,
  };
  return { appId, keys };
}

const idsOf = (keys: readonly ApiKeyStatus[]): readonly string[] =>
  keys.map(({ keyId }) => keyId).toSorted();

const byId = (keys: readonly ApiKeyStatus[]): readonly ApiKeyStatus[] =>
  keys.toSorted((one, other) => (one.keyId < other.keyId ? -1 : 1));
