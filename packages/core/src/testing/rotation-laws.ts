import assert from 'node:assert/strict';

import { timestampOf } from '../domain/scalars.ts';
import { allKeys } from './harness/all-keys.ts';
import { answered } from './harness/answered.ts';
import { auditTrail } from './harness/audit-trail.ts';
import { makeApp } from './harness/make-app.ts';
import { putKey } from './harness/put-key.ts';
import { sampleAct } from './harness/sample-act.ts';
import { assertRevoked, opens, statesOf, stored } from './harness/standing-of-keys.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

const PAST = Date.UTC(2001, 0, 1);
const HOUR_MS = 3_600_000;

/** How a key takes the name of another. */
export const rotationLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'putApiKey lets the key before open for the overlap, and no longer',
    async check(open) {
      const { keyStore: store } = await open();
      const { app, key: first } = await makeApp(store);
      const begun = Date.now();
      const { key, replaced } = await putKey(store, app.appId, { overlapMs: HOUR_MS });
      const ended = Date.now();

      assert.ok(replaced !== null);
      assert.deepEqual([replaced.keyId, replaced.state], [first.keyId, 'replaced']);
      const { expiresAt, revokedAt } = await stored(store, first.keyId);
      assert.ok(expiresAt !== null && expiresAt >= begun + HOUR_MS && expiresAt <= ended + HOUR_MS);
      assert.equal(revokedAt, null);
      assert.equal(replaced.expiresAt, timestampOf(expiresAt));
      assert.deepEqual(await statesOf(store, app.appId), {
        [first.keyId]: 'replaced',
        [key.keyId]: 'active',
      });
      assert.deepEqual((await stored(store, key.keyId)).expiresAt, null);
    },
  },
  {
    name: 'putApiKey lets no key open longer than it would have',
    async check(open) {
      const { keyStore: store } = await open();
      const { app } = await makeApp(store);
      const soon = Date.now() + HOUR_MS;
      const { key: first } = await putKey(store, app.appId, { name: 'a', expiresAt: soon });
      const { replaced } = await putKey(store, app.appId, { name: 'a', overlapMs: 2 * HOUR_MS });

      assert.deepEqual([replaced?.keyId, replaced?.state], [first.keyId, 'replaced']);
      assert.equal(replaced?.expiresAt, timestampOf(soon));
      assert.equal((await stored(store, first.keyId)).expiresAt, soon);
    },
  },
  {
    name: 'putApiKey without an overlap ends the key before at once',
    async check(open) {
      const { keyStore: store } = await open();
      const { app, key: first } = await makeApp(store);
      const { key, replaced } = await putKey(store, app.appId);

      assert.equal(replaced, null);
      await assertRevoked(store, app.appId, [first.keyId]);
      assert.deepEqual(await statesOf(store, app.appId), {
        [first.keyId]: 'revoked',
        [key.keyId]: 'active',
      });
    },
  },
  {
    name: 'putApiKey ends at once what was replaced earlier',
    async check(open) {
      const { keyStore: store } = await open();
      const { app, key: first } = await makeApp(store);
      const { key: second } = await putKey(store, app.appId, { overlapMs: HOUR_MS });
      const { key: third, replaced } = await putKey(store, app.appId, { overlapMs: HOUR_MS });

      assert.equal(replaced?.keyId, second.keyId);
      await assertRevoked(store, app.appId, [first.keyId]);
      assert.deepEqual(await statesOf(store, app.appId), {
        [first.keyId]: 'revoked',
        [second.keyId]: 'replaced',
        [third.keyId]: 'active',
      });
    },
  },
  {
    name: 'putApiKey opens no key again that opened nothing any more',
    async check(open) {
      const { keyStore: store } = await open();
      const { app } = await makeApp(store);
      const { appId } = app;
      const { key: expired } = await putKey(store, appId, { name: 'a', expiresAt: PAST });
      const { key: revoked } = await putKey(store, appId, { name: 'b' });
      await answered(store.revokeApiKeys(appId, { kind: 'named', name: 'b' }, sampleAct));
      const before = await Promise.all([expired, revoked].map(({ keyId }) => stored(store, keyId)));

      for (const overlapMs of [HOUR_MS, 0]) {
        for (const name of ['a', 'b']) {
          const { replaced } = await putKey(store, appId, { name, overlapMs, expiresAt: PAST });
          assert.equal(replaced, null);
        }
      }
      const states = await statesOf(store, appId);
      assert.equal(states[expired.keyId], 'expired');
      assert.equal(states[revoked.keyId], 'revoked');
      const after = await Promise.all([expired, revoked].map(({ keyId }) => stored(store, keyId)));
      assert.deepEqual(after, before);
    },
  },
  {
    name: 'putApiKey touches no key of another name or another app',
    async check(open) {
      const { keyStore: store } = await open();
      const { app } = await makeApp(store);
      const other = await makeApp(store);
      await putKey(store, app.appId, { name: 'a', overlapMs: HOUR_MS });
      await putKey(store, app.appId, { name: 'a', overlapMs: HOUR_MS });
      const look = async () => [
        await allKeys(store, app.appId, { name: 'a' }),
        await allKeys(store, app.appId, { name: 'default' }),
        await allKeys(store, other.app.appId),
      ];
      const before = await look();
      await putKey(store, app.appId, { name: 'A' });
      assert.deepEqual(await look(), before);
    },
  },
  {
    name: 'of a name two keys open at most, also when many rotate it together',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      for (let round = 0; round < 4; round += 1) {
        const { app } = await makeApp(store);
        const overlapMs = HOUR_MS;
        const rotate = () => putKey(store, app.appId, { overlapMs });
        const rotated = await Promise.all(Array.from({ length: 10 }, rotate));

        const keys = await allKeys(store, app.appId);
        assert.equal(keys.length, 11);
        const [active, ...more] = keys.filter(({ state }) => state === 'active');
        const replaced = keys.filter(({ state }) => state === 'replaced');
        assert.deepEqual([more.length, replaced.length], [0, 1]);
        const last = rotated.find(({ key }) => key.keyId === active?.keyId);
        assert.equal(last?.replaced?.keyId, replaced[0]?.keyId);
        const open = await Promise.all(keys.map(({ keyId }) => opens(store, keyId)));
        assert.equal(open.filter((isOpen) => isOpen).length, 2);

        // Each replaced another one: it was as if they had come one after the other.
        const ended = rotated.map((put) => put.replaced?.keyId);
        assert.equal(new Set(ended).size, 10);
        const entries = await auditTrail(subject, { appId: app.appId });
        assert.deepEqual(
          entries.map(({ action }) => action),
          [...ended.map(() => 'api-key.rotated'), 'api-key.created', 'app.created'],
        );
      }
    },
  },
  {
    name: 'putApiKey is written down as a rotation when a key of its name still opened',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      const { app } = await makeApp(store);
      const { appId } = app;
      const put = (overlapMs = 0, expiresAt: number | null = null) =>
        putKey(store, appId, { name: 'a', overlapMs, expiresAt });
      await put();
      await put();
      await answered(store.revokeApiKeys(appId, { kind: 'named', name: 'a' }, sampleAct));
      await put(0, PAST);
      await put();
      const { key } = await put(HOUR_MS);
      // The one in its overlap opens on: there is nothing current to replace, and a key of the name.
      await answered(store.revokeApiKeys(appId, { kind: 'one', keyId: key.keyId }, sampleAct));
      assert.equal((await put(HOUR_MS)).replaced, null);

      const actions = ['api-key.created', 'api-key.rotated'] as const;
      const entries = await auditTrail(subject, { appId, actions, name: 'a' });
      assert.deepEqual(entries.map(({ action }) => action.slice('api-key.'.length)).toReversed(), [
        'created',
        'rotated',
        'created',
        'created',
        'rotated',
        'rotated',
      ]);
    },
  },
];
