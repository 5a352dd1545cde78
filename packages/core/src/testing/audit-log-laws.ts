import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import type { AuditEntry } from '../domain/audit-entry.ts';
import type { AuditFilter } from '../ports/audit-log.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { auditTrail } from './harness/audit-trail.ts';
import { makeApp } from './harness/make-app.ts';
import { putKey } from './harness/put-key.ts';
import { sampleAct } from './harness/sample-act.ts';
import { UUID_V7 } from './harness/uuid-v7.ts';
import { sampleApp, sampleHook, sampleKey } from './key-store-samples.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

const HOUR_MS = 3_600_000;

/** What an AuditLog keeps of the acts on apps, keys and hooks; those on events have their own laws. */
export const auditLogLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'every act that was done has exactly one entry, which says what was done to what',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      const app = sampleApp();
      const { appId } = app;
      const first = sampleKey(appId);
      const hook = sampleHook(appId);
      const { hookId } = hook;
      const expected: Partial<AuditEntry>[] = [];
      const done = (action: AuditEntry['action'], subjectId: string, name: string | null = null) =>
        expected.unshift({ action, appId, subjectId, name, count: 1 });

      await answered(store.createApp(app, first, sampleAct));
      done('app.created', appId);
      done('api-key.created', first.keyId, first.name);
      const { key: made } = await putKey(store, appId, { name: 'other.key-1' });
      done('api-key.created', made.keyId, 'other.key-1');
      const { key: rotated } = await putKey(store, appId, { overlapMs: HOUR_MS });
      done('api-key.rotated', rotated.keyId, 'default');
      const which = { kind: 'one', keyId: rotated.keyId } as const;
      await answered(store.revokeApiKeys(appId, which, sampleAct));
      done('api-key.revoked', rotated.keyId, 'default');
      await answered(store.setAppActive(appId, false, sampleAct));
      done('app.deactivated', appId);
      await answered(store.setAppActive(appId, true, sampleAct));
      done('app.activated', appId);
      await answered(store.createHook(hook, sampleAct));
      done('webhook.created', hookId);
      const rotation = { hookId, secret: 'next', previousUntil: Date.now() + HOUR_MS };
      await answered(store.rotateHookSecret(rotation, sampleAct));
      done('webhook.secret-rotated', hookId);
      await answered(store.deleteHook(hookId, sampleAct));
      done('webhook.deleted', hookId);

      const trail = await auditTrail(subject);
      assert.deepEqual(
        trail.map((entry) => ({ ...entry, id: '', at: '' })),
        expected.map((entry) => ({ ...sampleAct, ...entry, id: '', at: '' })),
      );
    },
  },
  {
    name: 'an entry says who did it, from where and when, under an id of its own',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      const { app } = await makeApp(store);
      const acts = [
        { actor: 'operator', address: '2001:db8::1', requestId: 'a request' },
        { actor: 'operator-next', address: '198.51.100.2', requestId: null },
        { actor: 'server', address: null, requestId: null },
      ];
      const begun = Date.now();
      for (const act of acts) await answered(store.createHook(sampleHook(app.appId), act));
      const ended = Date.now();

      const trail = await auditTrail(subject, { actions: ['webhook.created'] });
      assert.deepEqual(
        trail.map(({ actor, address, requestId }) => ({ actor, address, requestId })),
        acts.toReversed(),
      );
      for (const { id, at } of trail) {
        assert.match(id, UUID_V7);
        assert.equal(new Date(at).toISOString(), at);
        assert.ok(Date.parse(at) >= begun && Date.parse(at) <= ended);
      }
      assert.equal(new Set(trail.map(({ id }) => id)).size, acts.length);
    },
  },
  {
    name: 'an act that failed or changed nothing has no entry',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      const { app, key } = await makeApp(store);
      const { appId } = app;
      const hook = sampleHook(appId);
      await answered(store.createHook(hook, sampleAct));
      const before = await auditTrail(subject);

      const unknown = randomUUID();
      const put = { expiresAt: null, overlapMs: 0 };
      const rotation = { hookId: 'no such hook', secret: 'next', previousUntil: 0 };
      await store.createApp(app, sampleKey(appId), sampleAct);
      await store.createApp({ ...sampleApp(), appId: unknown }, key, sampleAct);
      await store.setAppActive(appId, true, sampleAct);
      await store.setAppActive(unknown, false, sampleAct);
      await store.putApiKey({ key, ...put }, sampleAct);
      await store.putApiKey({ key: sampleKey(unknown), ...put }, sampleAct);
      await store.revokeApiKeys(unknown, { kind: 'all' }, sampleAct);
      await store.revokeApiKeys(appId, { kind: 'one', keyId: 'no such key' }, sampleAct);
      await store.createHook(hook, sampleAct);
      await store.createHook(sampleHook(unknown), sampleAct);
      await store.rotateHookSecret(rotation, sampleAct);
      await store.deleteHook('no such hook', sampleAct);
      await store.resealSecrets(10, sampleAct);
      assert.deepEqual(await auditTrail(subject), before);
    },
  },
  {
    name: 'entries stay as they are, whatever is done later',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      const { app } = await makeApp(store);
      const { appId } = app;
      const hook = sampleHook(appId);
      await answered(store.createHook(hook, sampleAct));
      await putKey(store, appId);
      const before = await auditTrail(subject);

      await answered(store.deleteHook(hook.hookId, sampleAct));
      await answered(store.revokeApiKeys(appId, { kind: 'all' }, sampleAct));
      await answered(store.setAppActive(appId, false, sampleAct));
      const after = await auditTrail(subject);
      assert.deepEqual(after.slice(-before.length), before);
      assert.equal(after.length, before.length + 3);
    },
  },
  {
    name: 'entries walked page by page are complete, newest first, each once, and counted when asked',
    async check(open) {
      const subject = await open();
      const { hooks } = await makeTrail(subject);
      const filter: AuditFilter = { actions: ['webhook.created'] };
      const list = listOf(subject, filter);
      for (const limit of [1, 3, 6, 200]) {
        const walked = await allRows(list, { limit });
        assert.deepEqual(
          walked.map(({ subjectId }) => subjectId),
          hooks.toReversed(),
        );
      }
      const all = await answered(list({ limit: 200 }));
      const counted = await answered(list({ limit: 2, offset: 3, count: true }));
      assert.deepEqual(counted.rows, all.rows.slice(3, 5));
      assert.equal(counted.total, hooks.length);
      assert.equal('total' in all, false);
    },
  },
  {
    name: 'entries walked while others are written skip none that was there and repeat none',
    async check(open) {
      const subject = await open();
      const { appIds } = await makeTrail(subject);
      const before = await auditTrail(subject);
      const [appId = ''] = appIds;
      const between = () => answered(subject.keyStore.createHook(sampleHook(appId), sampleAct));
      const walked = await allRows(listOf(subject, {}), { limit: 2, between });
      assert.deepEqual(walked, before);
    },
  },
  {
    name: 'entries are those that fit all that is given',
    async check(open) {
      const subject = await open();
      const { appIds } = await makeTrail(subject);
      const all = await auditTrail(subject);
      const ids = [...appIds, randomUUID(), 'no such app'];
      const actions: readonly AuditFilter['actions'][] = [
        [],
        ['api-key.created'],
        ['webhook.created', 'api-key.created', 'app.deactivated'],
      ];
      for (const appId of [undefined, ...ids]) {
        for (const some of [undefined, ...actions]) {
          for (const name of [undefined, 'a', 'A', 'no such name']) {
            const filter = given({ appId, actions: some, name });
            const expected = all.filter(
              (entry) =>
                entry.appId === (appId ?? entry.appId) &&
                (some ?? [entry.action]).includes(entry.action) &&
                entry.name === (name ?? entry.name),
            );
            assert.deepEqual(await auditTrail(subject, filter), expected, JSON.stringify(filter));
          }
        }
      }
    },
  },
  {
    name: 'entries answers whatever text it is given',
    async check(open) {
      const { auditLog } = await open();
      for (const text of ['', "'; --", '\u0000', '\ud800', '%', 'é'.repeat(5_000), '__proto__']) {
        await auditLog.entries({ appId: text }, { limit: 10 });
        await auditLog.entries({ name: text }, { limit: 10 });
      }
    },
  },
];

/** Acts on two apps, in turn; answers with the hooks that were made, in their order. */
async function makeTrail({ keyStore: store }: StorageSubject) {
  const appIds: string[] = [];
  const hooks: string[] = [];
  for (let count = 0; count < 2; count += 1) appIds.push((await makeApp(store)).app.appId);
  for (const appId of [...appIds, ...appIds, ...appIds]) {
    const hook = sampleHook(appId);
    await answered(store.createHook(hook, sampleAct));
    await putKey(store, appId, { name: hooks.length % 2 === 0 ? 'a' : 'A' });
    hooks.push(hook.hookId);
  }
  return { appIds, hooks };
}

function listOf({ auditLog }: StorageSubject, filter: AuditFilter) {
  return (page: Parameters<StorageSubject['auditLog']['entries']>[1]) =>
    auditLog.entries(filter, page);
}

/** Without the members that are undefined. */
function given(filter: { readonly [Name in keyof AuditFilter]: AuditFilter[Name] | undefined }) {
  const known = Object.entries(filter).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as AuditFilter;
}
