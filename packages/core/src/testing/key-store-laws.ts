import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import fc from 'fast-check';
import type { ResultAsync } from 'neverthrow';

import type { ApiKeyRecord } from '../domain/api-key.ts';
import type { App } from '../domain/app.ts';
import type { KeyStore, NewApp } from '../ports/key-store.ts';
import type { Keyset } from '../ports/page.ts';
import { followsKeyStoreModel } from './key-store-model.ts';
import { hookSecret, sampleApp, sampleHook, sampleKey } from './key-store-samples.ts';
import type { Law } from './law.ts';

/**
 * What every KeyStore keeps. Two promises cannot be seen through the port: that a secret is not
 * readable in the storage, and that a key costs the same among many. An adapter tests them itself.
 */
export const keyStoreLaws: readonly Law<KeyStore>[] = [
  {
    name: 'createApp makes an active app and its key, each found by its id',
    async check(open) {
      const store = await open();
      const { app, key } = await makeApp(store, 'Zoë’s sales 📞 board');

      assert.equal(app.name, 'Zoë’s sales 📞 board');
      assert.equal(app.isActive, true);
      assert.equal(new Date(app.createdAt).toISOString(), app.createdAt);
      assert.deepEqual(await answerOf(store.app(app.appId)), app);
      assert.equal((await answerOf(store.apiKey(key.keyId)))?.appId, app.appId);
    },
  },
  {
    name: 'createApp leaves nothing of its key behind when the app exists',
    async check(open) {
      const store = await open();
      const { app } = await makeApp(store);
      const key = sampleKey(app.appId);

      await assertUnavailable(store.createApp({ appId: app.appId, name: 'Another' }, key));
      assert.equal(await answerOf(store.apiKey(key.keyId)), null);
      assert.deepEqual(await answerOf(store.app(app.appId)), app);
    },
  },
  {
    name: 'createApp leaves no app behind when the key exists',
    async check(open) {
      const store = await open();
      const { app, key } = await makeApp(store);
      const second = sampleApp();

      await assertUnavailable(
        store.createApp(second, { ...sampleKey(second.appId), keyId: key.keyId }),
      );
      assert.equal(await answerOf(store.app(second.appId)), null);
      assert.equal((await answerOf(store.apiKey(key.keyId)))?.appId, app.appId);
    },
  },
  {
    name: 'createApp lets one of many at once have an id, and only its key opens the app',
    async check(open) {
      const store = await open();
      for (let round = 0; round < 5; round += 1) {
        const app = sampleApp();
        const keys = Array.from({ length: 8 }, () => sampleKey(app.appId));
        const outcomes = await Promise.all(keys.map((key) => store.createApp(app, key)));
        const found = await Promise.all(keys.map(({ keyId }) => answerOf(store.apiKey(keyId))));

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
      const store = await open();
      await makeApp(store);
      assert.equal(await answerOf(store.app(randomUUID())), null);
    },
  },
  {
    name: 'apps walked page by page are complete, newest first, each once, and counted when asked',
    async check(open) {
      const store = await open();
      const made = await makeApps(store, 7);
      for (const limit of [1, 3, 7, 200]) {
        const walked = await walkApps(store, limit);
        assert.deepEqual(idsOf(walked).toSorted(), idsOf(made).toSorted());
        const times = walked.map(({ createdAt }) => createdAt);
        assert.deepEqual(times, times.toSorted().toReversed());
      }
      const all = await answerOf(store.apps({ limit: 200 }));
      const counted = await answerOf(store.apps({ limit: 2, offset: 3, count: true }));
      assert.deepEqual(counted.rows, all.rows.slice(3, 5));
      assert.equal(counted.total, 7);
      assert.equal('total' in all, false);
    },
  },
  {
    name: 'apps begin with the newest',
    async check(open) {
      const store = await open();
      const { app: first } = await makeApp(store);
      const later = await makeAppAfter(store, first);
      const { rows } = await answerOf(store.apps({ limit: 1 }));

      assert.deepEqual(rows, [later]);
    },
  },
  {
    name: 'apps walked while others are made skip none that was there and repeat none',
    async check(open) {
      const store = await open();
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
      const store = await open();
      assert.equal(await answerOf(store.onlyApp()), null);
      const { app } = await makeApp(store);
      assert.deepEqual(await answerOf(store.onlyApp()), app);
      await answerOf(store.setAppActive(app.appId, false));
      assert.deepEqual(await answerOf(store.onlyApp()), { ...app, isActive: false });
      await makeApp(store);
      assert.equal(await answerOf(store.onlyApp()), null);
    },
  },
  {
    name: 'setAppActive switches one app, and its keys with it, off and on',
    async check(open) {
      const store = await open();
      const { app, key } = await makeApp(store);
      const other = await makeApp(store);
      for (const isActive of [false, false, true]) {
        const changed = await answerOf(store.setAppActive(app.appId, isActive));
        assert.deepEqual(changed, { ...app, isActive });
        assert.deepEqual(await answerOf(store.app(app.appId)), changed);
        assert.equal((await answerOf(store.apiKey(key.keyId)))?.isAppActive, isActive);
        assert.equal((await answerOf(store.apiKey(other.key.keyId)))?.isAppActive, true);
      }
      assert.equal(await answerOf(store.setAppActive(randomUUID(), false)), null);
    },
  },
  {
    name: 'apiKey gives back all that was kept of a key, open without end',
    async check(open) {
      const store = await open();
      const { key } = await makeApp(store);
      const found = await answerOf(store.apiKey(key.keyId));

      assert.ok(found !== null);
      assert.deepEqual(
        { ...found, digest: [...found.digest] },
        {
          ...key,
          digest: [...key.digest],
          isAppActive: true,
          expiresAt: null,
          revokedAt: null,
        },
      );
    },
  },
  {
    name: 'apiKey and hook answer null for any id but the very one',
    async check(open) {
      const store = await open();
      const { app, key } = await makeApp(store);
      const hook = sampleHook(app.appId);
      await answerOf(store.createHook(hook));
      for (const keyId of neighboursOf(key.keyId)) {
        assert.equal(await answerOf(store.apiKey(keyId)), null);
      }
      for (const hookId of neighboursOf(hook.hookId)) {
        assert.equal(await answerOf(store.hook(hookId)), null);
      }
    },
  },
  {
    name: 'createHook without the app answers app-not-found and makes nothing',
    async check(open) {
      const store = await open();
      const hook = sampleHook(randomUUID());
      const refusal = await store.createHook(hook);

      assert.equal(refusal.isErr() && refusal.error.kind, 'app-not-found');
      assert.equal(await answerOf(store.hook(hook.hookId)), null);
    },
  },
  {
    name: 'hook gives back the app and the secret, in any script',
    async check(open) {
      const store = await open();
      const { app } = await makeApp(store);
      await fc.assert(
        fc.asyncProperty(hookSecret(), async (secret) => {
          const hook = { ...sampleHook(app.appId), secret };
          await answerOf(store.createHook(hook));
          assert.deepEqual(await answerOf(store.hook(hook.hookId)), {
            hookId: hook.hookId,
            appId: app.appId,
            secrets: [secret],
          });
        }),
        { numRuns: 20, endOnFailure: true },
      );
    },
  },
  {
    name: 'createHook never replaces a hook',
    async check(open) {
      const store = await open();
      const { app } = await makeApp(store);
      const hook = sampleHook(app.appId);
      await answerOf(store.createHook(hook));

      await assertUnavailable(store.createHook({ ...sampleHook(app.appId), hookId: hook.hookId }));
      assert.deepEqual((await answerOf(store.hook(hook.hookId)))?.secrets, [hook.secret]);
    },
  },
  {
    name: 'credentialsEpoch rises with every app and hook made and every app switched off',
    async check(open) {
      const store = await open();
      const seen = [await answerOf(store.credentialsEpoch())];
      const { app } = await makeApp(store);
      seen.push(await answerOf(store.credentialsEpoch()));
      await answerOf(store.createHook(sampleHook(app.appId)));
      seen.push(await answerOf(store.credentialsEpoch()));
      await answerOf(store.setAppActive(app.appId, false));
      seen.push(await answerOf(store.credentialsEpoch()));

      const isRising = seen.every((epoch, at) => at === 0 || epoch > (seen[at - 1] ?? Infinity));
      assert.ok(isRising, `epochs were ${seen.join(', ')}`);
    },
  },
  {
    name: 'credentialsEpoch does not rise by itself',
    async check(open) {
      const store = await open();
      const { app, key } = await makeApp(store);
      const before = await answerOf(store.credentialsEpoch());
      await answerOf(store.app(app.appId));
      await answerOf(store.apiKey(key.keyId));
      await answerOf(store.hook(sampleHook(app.appId).hookId));
      assert.equal(await answerOf(store.credentialsEpoch()), before);
    },
  },
  {
    name: 'no operation throws or rejects, whatever text it is given',
    async check(open) {
      const store = await open();
      const hostile = ['', "'; --", '\u0000', '\ud800', '%', 'é'.repeat(5_000), '__proto__'];
      for (const text of hostile) {
        const key = { ...sampleKey(text), keyId: text };
        await store.app(text);
        await store.apiKey(text);
        await store.hook(text);
        await store.setAppActive(text, true);
        await store.createHook({ hookId: text, appId: text, secret: text });
        await store.createApp({ appId: text, name: text }, key);
      }
    },
  },
  followsKeyStoreModel,
];

async function makeApp(store: KeyStore, name?: string): Promise<MadeApp> {
  const app: NewApp = sampleApp(name);
  const key = sampleKey(app.appId);
  return { app: await answerOf(store.createApp(app, key)), key };
}

interface MadeApp {
  readonly app: App;
  readonly key: ApiKeyRecord;
}

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
    const page = await answerOf(store.apps({ limit, ...position }));
    assert.ok(page.rows.length <= limit);
    walked.push(...page.rows);
    after = page.next;
    await between();
  } while (after !== null);
  return walked;
}

const idsOf = (apps: readonly App[]): readonly string[] => apps.map(({ appId }) => appId);

/** Ids that a careless comparison takes for this one. */
function neighboursOf(id: string): readonly string[] {
  const swapped = id.replace(/[a-z]/i, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  return [...(swapped === id ? [] : [swapped]), id.slice(0, -1), `${id}0`, `${id} `, '%'];
}

async function answerOf<Value, Fault>(answer: ResultAsync<Value, Fault>): Promise<Value> {
  const result = await answer;
  if (result.isErr()) assert.fail(`failed: ${JSON.stringify(result.error)}`);
  return result.value;
}

async function assertUnavailable<Fault extends { readonly kind: string }>(
  answer: ResultAsync<unknown, Fault>,
): Promise<void> {
  const result = await answer;
  assert.equal(result.isErr() && result.error.kind, 'store-unavailable');
}
