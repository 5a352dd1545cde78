import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import type { App } from '../domain/app.ts';
import type { KeyStore } from '../ports/key-store.ts';
import type { Keyset } from '../ports/page.ts';
import { answered } from './harness/answered.ts';
import { assertUnavailable } from './harness/assert-unavailable.ts';
import { auditTrail } from './harness/audit-trail.ts';
import { makeApp } from './harness/make-app.ts';
import { sampleAct } from './harness/sample-act.ts';
import { sampleApp, sampleKey } from './key-store-samples.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** What a KeyStore keeps of apps. */
export const appLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'createApp makes an active app and its key, each found by its id',
    async check(open) {
      const { keyStore: store } = await open();
      const { app, key } = await makeApp(store, 'Zoë’s sales 📞 board');

      assert.equal(app.name, 'Zoë’s sales 📞 board');
      assert.equal(app.isActive, true);
      assert.equal(new Date(app.createdAt).toISOString(), app.createdAt);
      assert.deepEqual(await answered(store.app(app.appId)), app);
      assert.equal((await answered(store.apiKey(key.keyId)))?.appId, app.appId);
    },
  },
  {
    name: 'createApp leaves nothing of its key behind when the app exists',
    async check(open) {
      const { keyStore: store } = await open();
      const { app } = await makeApp(store);
      const key = sampleKey(app.appId);

      await assertUnavailable(
        store.createApp({ appId: app.appId, name: 'Another' }, key, sampleAct),
      );
      assert.equal(await answered(store.apiKey(key.keyId)), null);
      assert.deepEqual(await answered(store.app(app.appId)), app);
    },
  },
  {
    name: 'createApp leaves no app behind when the key exists',
    async check(open) {
      const { keyStore: store } = await open();
      const { app, key } = await makeApp(store);
      const second = sampleApp();

      await assertUnavailable(
        store.createApp(second, { ...sampleKey(second.appId), keyId: key.keyId }, sampleAct),
      );
      assert.equal(await answered(store.app(second.appId)), null);
      assert.equal((await answered(store.apiKey(key.keyId)))?.appId, app.appId);
    },
  },
  {
    name: 'createApp lets one of many at once have an id, and only its key opens the app',
    async check(open) {
      const { keyStore: store } = await open();
      for (let round = 0; round < 5; round += 1) {
        const app = sampleApp();
        const keys = Array.from({ length: 8 }, () => sampleKey(app.appId));
        const outcomes = await Promise.all(keys.map((key) => store.createApp(app, key, sampleAct)));
        const found = await Promise.all(keys.map(({ keyId }) => answered(store.apiKey(keyId))));

        assert.equal(outcomes.filter((outcome) => outcome.isOk()).length, 1);
        assert.deepEqual(
          found.map((key) => key !== null),
          outcomes.map((outcome) => outcome.isOk()),
        );
      }
    },
  },
  {
    name: 'app answers null for an app that never was',
    async check(open) {
      const { keyStore: store } = await open();
      await makeApp(store);
      assert.equal(await answered(store.app(randomUUID())), null);
    },
  },
  {
    name: 'apps walked page by page are complete, newest first, each once, and counted when asked',
    async check(open) {
      const { keyStore: store } = await open();
      const made = await makeApps(store, 7);
      for (const limit of [1, 3, 7, 200]) {
        const walked = await walkApps(store, limit);
        assert.deepEqual(idsOf(walked).toSorted(), idsOf(made).toSorted());
        const times = walked.map(({ createdAt }) => createdAt);
        assert.deepEqual(times, times.toSorted().toReversed());
      }
      const all = await answered(store.apps({ limit: 200 }));
      const counted = await answered(store.apps({ limit: 2, offset: 3, count: true }));
      assert.deepEqual(counted.rows, all.rows.slice(3, 5));
      assert.equal(counted.total, 7);
      assert.equal('total' in all, false);
    },
  },
  {
    name: 'apps begin with the newest',
    async check(open) {
      const { keyStore: store } = await open();
      const { app: first } = await makeApp(store);
      const later = await makeAppAfter(store, first);
      const { rows } = await answered(store.apps({ limit: 1 }));

      assert.deepEqual(rows, [later]);
    },
  },
  {
    name: 'apps walked while others are made skip none that was there and repeat none',
    async check(open) {
      const { keyStore: store } = await open();
      const made = await makeApps(store, 6);
      const walked = idsOf(await walkApps(store, 2, () => makeApp(store)));

      assert.equal(new Set(walked).size, walked.length);
      assert.deepEqual(
        idsOf(made).filter((appId) => !walked.includes(appId)),
        [],
      );
    },
  },
  {
    name: 'onlyApp answers the app while there is exactly one, active or not',
    async check(open) {
      const { keyStore: store } = await open();
      assert.equal(await answered(store.onlyApp()), null);
      const { app } = await makeApp(store);
      assert.deepEqual(await answered(store.onlyApp()), app);
      await answered(store.setAppActive(app.appId, false, sampleAct));
      assert.deepEqual(await answered(store.onlyApp()), { ...app, isActive: false });
      await makeApp(store);
      assert.equal(await answered(store.onlyApp()), null);
    },
  },
  {
    name: 'setAppActive switches one app, and its keys with it, off and on',
    async check(open) {
      const { keyStore: store } = await open();
      const { app, key } = await makeApp(store);
      const other = await makeApp(store);
      for (const isActive of [false, false, true]) {
        const changed = await answered(store.setAppActive(app.appId, isActive, sampleAct));
        assert.deepEqual(changed, { ...app, isActive });
        assert.deepEqual(await answered(store.app(app.appId)), changed);
        assert.equal((await answered(store.apiKey(key.keyId)))?.isAppActive, isActive);
        assert.equal((await answered(store.apiKey(other.key.keyId)))?.isAppActive, true);
      }
      assert.equal(await answered(store.setAppActive(randomUUID(), false, sampleAct)), null);
    },
  },
  {
    name: 'setAppActive has no entry for an app that is so already',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      const { app } = await makeApp(store);
      for (const isActive of [true, false, false, true, true]) {
        await answered(store.setAppActive(app.appId, isActive, sampleAct));
      }
      const actions = (await auditTrail(subject)).map(({ action }) => action);
      const created = ['api-key.created', 'app.created'];
      assert.deepEqual(actions, ['app.activated', 'app.deactivated', ...created]);
    },
  },
  {
    name: 'setAppActive by many at once changes an app once',
    async check(open) {
      const subject = await open();
      const { keyStore: store } = subject;
      const { app } = await makeApp(store);
      for (let round = 0; round < 4; round += 1) {
        const isActive = round % 2 === 1;
        const change = () => answered(store.setAppActive(app.appId, isActive, sampleAct));
        const answers = await Promise.all(Array.from({ length: 8 }, change));
        assert.deepEqual(
          answers,
          answers.map(() => ({ ...app, isActive })),
        );
        assert.equal((await auditTrail(subject)).length, round + 3);
      }
    },
  },
];

async function makeApps(store: KeyStore, count: number): Promise<readonly App[]> {
  const apps: App[] = [];
  for (let made = 0; made < count; made += 1) apps.push((await makeApp(store)).app);
  return apps;
}

/** Makes apps until the store's clock has moved: those of one millisecond are in no order. */
async function makeAppAfter(store: KeyStore, earlier: App): Promise<App> {
  for (let tries = 0; tries < 10_000; tries += 1) {
    const { app } = await makeApp(store);
    if (app.createdAt > earlier.createdAt) return app;
  }
  return assert.fail('the clock of the store stands still');
}

async function walkApps(
  store: KeyStore,
  limit: number,
  between: () => Promise<unknown> = async () => {},
): Promise<readonly App[]> {
  const walked: App[] = [];
  let after: Keyset | null = null;
  do {
    const position: { readonly after?: Keyset } = after === null ? {} : { after };
    const page = await answered(store.apps({ limit, ...position }));
    assert.ok(page.rows.length <= limit);
    walked.push(...page.rows);
    after = page.next;
    await between();
  } while (after !== null);
  return walked;
}

const idsOf = (apps: readonly App[]): readonly string[] => apps.map(({ appId }) => appId);
