import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import type { ApiKeyStatus } from '../domain/api-key.ts';
import { timestampOf } from '../domain/scalars.ts';
import type { KeyStore } from '../ports/key-store.ts';
import { allKeys } from './harness/all-keys.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { assertUnavailable } from './harness/assert-unavailable.ts';
import { auditTrail } from './harness/audit-trail.ts';
import { makeApp } from './harness/make-app.ts';
import { putKey } from './harness/put-key.ts';
import { sampleAct } from './harness/sample-act.ts';
import { sampleKey } from './key-store-samples.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** Long ago, and long after any run of the laws. */
const PAST = Date.UTC(2001, 0, 1);
const FUTURE = Date.UTC(2999, 0, 1, 0, 0, 0, 1);

/** How keys are made, found and listed. */
export const apiKeyLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'apiKey gives back all that was kept of a key',
    async check(open) {
      const { keyStore: store } = await open();
      const { app, key: first } = await makeApp(store);
      const second = { ...sampleKey(app.appId), name: 'second' };
      const put = { key: second, expiresAt: FUTURE, overlapMs: 0 };
      await answered(store.putApiKey(put, sampleAct));

      for (const [key, expiresAt] of [
        [first, null],
        [second, FUTURE],
      ] as const) {
        const found = await answered(store.apiKey(key.keyId));
        assert.ok(found !== null);
        assert.deepEqual(
          { ...found, digest: [...found.digest] },
          { ...key, digest: [...key.digest], isAppActive: true, expiresAt, revokedAt: null },
        );
      }
    },
  },
  {
    name: 'apiKeys says of each key what it is, and nothing that it could be proved with',
    async check(open) {
      const { keyStore: store } = await open();
      const { app, key } = await makeApp(store);
      const { key: second } = await putKey(store, app.appId, { name: 'b', expiresAt: FUTURE });
      const { key: third } = await putKey(store, app.appId, { name: 'c', expiresAt: PAST });
      const keys = await allKeys(store, app.appId);

      const blank = { keyId: '', createdAt: '' };
      const plain = { ...blank, appId: app.appId, revokedAt: null, lastUsedAt: null };
      const active = { ...plain, state: 'active' };
      assert.deepEqual(byId(keys), {
        [key.keyId]: { ...active, name: 'default', expiresAt: null },
        [second.keyId]: { ...active, name: 'b', expiresAt: timestampOf(FUTURE) },
        [third.keyId]: { ...plain, state: 'expired', name: 'c', expiresAt: timestampOf(PAST) },
      });
      for (const { createdAt } of keys) assert.equal(new Date(createdAt).toISOString(), createdAt);
    },
  },
  {
    name: 'apiKeys walked page by page are complete, newest first, each once, and counted when asked',
    async check(open) {
      const { keyStore: store } = await open();
      const { app, key } = await makeApp(store);
      const other = await makeApp(store);
      const made = [key.keyId];
      for (const name of ['a', 'b', 'a', 'b', 'a', 'default']) {
        made.push((await putKey(store, app.appId, { name })).key.keyId);
      }
      const list = listOf(store, app.appId);
      for (const limit of [1, 3, 7, 200]) {
        const walked = await allRows(list, { limit });
        assert.deepEqual(idsOf(walked).toSorted(), made.toSorted());
        const times = walked.map(({ createdAt }) => createdAt);
        assert.deepEqual(times, times.toSorted().toReversed());
      }
      const all = await answered(list({ limit: 200 }));
      const counted = await answered(list({ limit: 2, offset: 3, count: true }));
      assert.deepEqual(counted.rows, all.rows.slice(3, 5));
      assert.equal(counted.total, 7);
      assert.equal('total' in all, false);
      assert.deepEqual(idsOf(await allKeys(store, other.app.appId)), [other.key.keyId]);
    },
  },
  {
    name: 'apiKeys walked while others are made skip none that was there and repeat none',
    async check(open) {
      const { keyStore: store } = await open();
      const { app } = await makeApp(store);
      for (const name of ['a', 'b', 'c', 'd']) await putKey(store, app.appId, { name });
      const before = idsOf(await allKeys(store, app.appId));
      const between = () => putKey(store, app.appId, { name: 'meanwhile' });
      const walked = idsOf(await allRows(listOf(store, app.appId), { limit: 2, between }));

      assert.equal(new Set(walked).size, walked.length);
      assert.deepEqual(
        before.filter((keyId) => !walked.includes(keyId)),
        [],
      );
    },
  },
  {
    name: 'apiKeys begin with the newest',
    async check(open) {
      const { keyStore: store } = await open();
      const { app } = await makeApp(store);
      const [first] = await allKeys(store, app.appId);
      assert.ok(first !== undefined);
      const later = await putKeyAfter(store, first);
      const { rows } = await answered(listOf(store, app.appId)({ limit: 1 }));
      assert.deepEqual(rows, [later]);
    },
  },
  {
    name: 'apiKeys of a name are all that ever had it',
    async check(open) {
      const { keyStore: store } = await open();
      const { app, key } = await makeApp(store);
      const { key: second } = await putKey(store, app.appId);
      const { key: third } = await putKey(store, app.appId, { name: 'Default' });

      const ofName = async (name: string) => idsOf(await allKeys(store, app.appId, { name }));
      assert.deepEqual((await ofName('default')).toSorted(), [key.keyId, second.keyId].toSorted());
      assert.deepEqual(await ofName('Default'), [third.keyId]);
      assert.deepEqual(await ofName('defaul%'), []);
    },
  },
  {
    name: 'apiKeys answers null for an app that never was',
    async check(open) {
      const { keyStore: store } = await open();
      await makeApp(store);
      assert.equal(await answered(store.apiKeys(randomUUID(), {}, { limit: 10 })), null);
      const filter = { name: 'default' };
      assert.equal(await answered(store.apiKeys('no such app', filter, { limit: 10 })), null);
    },
  },
  {
    name: 'putApiKey makes the current key of its name, as the list shows it',
    async check(open) {
      const { keyStore: store } = await open();
      const { app, key: first } = await makeApp(store);
      const { key, replaced } = await putKey(store, app.appId, { name: 'b', expiresAt: FUTURE });

      assert.equal(replaced, null);
      assert.equal(key.state, 'active');
      assert.equal(key.expiresAt, timestampOf(FUTURE));
      assert.deepEqual(await allKeys(store, app.appId, { name: 'b' }), [key]);
      const [other] = await allKeys(store, app.appId, { name: 'default' });
      assert.deepEqual([other?.keyId, other?.state], [first.keyId, 'active']);
    },
  },
  {
    name: 'putApiKey without the app answers app-not-found and makes nothing',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      for (const appId of [randomUUID(), 'no such app']) {
        const key = sampleKey(appId);
        const put = { key, expiresAt: null, overlapMs: 0 };
        const refusal = await store.putApiKey(put, sampleAct);

        assert.equal(refusal.isErr() && refusal.error.kind, 'app-not-found');
        assert.equal(await answered(store.apiKey(key.keyId)), null);
      }
      assert.deepEqual(await auditTrail(subject), []);
    },
  },
  {
    name: 'putApiKey changes nothing when the key exists',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      const { app, key } = await makeApp(store);
      const other = await makeApp(store);
      const look = async () => [
        await allKeys(store, app.appId),
        await allKeys(store, other.app.appId),
        await auditTrail(subject),
      ];
      const before = await look();
      for (const { keyId } of [key, other.key]) {
        const again = { ...sampleKey(app.appId), keyId };
        const put = { key: again, expiresAt: null, overlapMs: 0 };
        await assertUnavailable(store.putApiKey(put, sampleAct));
      }
      assert.deepEqual(await look(), before);
    },
  },
  {
    name: 'noteKeyUses shows when a key was last used, and skips keys that are not there',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      const { app, key } = await makeApp(store);
      const other = await makeApp(store);
      const before = await auditTrail(subject);
      await answered(
        store.noteKeyUses([
          { keyId: 'no such key', at: FUTURE },
          { keyId: key.keyId, at: PAST + 1 },
        ]),
      );
      await answered(store.noteKeyUses([]));

      const used = async (appId: string) =>
        (await allKeys(store, appId)).map(({ lastUsedAt }) => lastUsedAt);
      assert.deepEqual(await used(app.appId), [timestampOf(PAST + 1)]);
      assert.deepEqual(await used(other.app.appId), [null]);
      assert.deepEqual(await auditTrail(subject), before);
    },
  },
  {
    name: 'noteKeyUses never puts a time back, whichever of many comes last',
    async check(open) {
      const { keyStore: store } = await open();
      const { app, key } = await makeApp(store);
      const lastUse = async () => (await allKeys(store, app.appId))[0]?.lastUsedAt;
      const note = (at: number) => answered(store.noteKeyUses([{ keyId: key.keyId, at }]));
      await note(PAST + 10);
      await note(PAST);
      assert.equal(await lastUse(), timestampOf(PAST + 10));
      const times = [50, 20, 90, 40, 70, 30].map((more) => PAST + more);
      await Promise.all(times.map(note));
      assert.equal(await lastUse(), timestampOf(PAST + 90));
      const { keyId } = key;
      const together = [91, 93, 92].map((more) => ({ keyId, at: PAST + more }));
      await answered(store.noteKeyUses(together));
      assert.equal(await lastUse(), timestampOf(PAST + 93));
    },
  },
];

function listOf(store: KeyStore, appId: string) {
  return (page: Parameters<KeyStore['apiKeys']>[2]) =>
    store.apiKeys(appId, {}, page).map((keys) => keys ?? assert.fail('the app is there'));
}

/** Puts keys until the store's clock has moved: those of one millisecond are in no order. */
async function putKeyAfter(store: KeyStore, earlier: ApiKeyStatus): Promise<ApiKeyStatus> {
  for (let tries = 0; tries < 10_000; tries += 1) {
    const { key } = await putKey(store, earlier.appId);
    if (key.createdAt > earlier.createdAt) return key;
  }
  return assert.fail('the clock of the store stands still');
}

/** By id; the time is the store's own. */
function byId(keys: readonly ApiKeyStatus[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key.keyId, { ...key, keyId: '', createdAt: '' }]));
}

const idsOf = (keys: readonly ApiKeyStatus[]): readonly string[] => keys.map(({ keyId }) => keyId);
