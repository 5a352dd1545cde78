import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import fc from 'fast-check';

import type { KeyStore } from '../ports/key-store.ts';
import { answered } from './harness/answered.ts';
import { assertUnavailable } from './harness/assert-unavailable.ts';
import { makeApp } from './harness/make-app.ts';
import { hookSecret, sampleHook, sampleKey } from './key-store-samples.ts';
import type { Law } from './law.ts';

/** What a KeyStore keeps of keys and hook secrets. */
export const credentialLaws: readonly Law<KeyStore>[] = [
  {
    name: 'apiKey gives back all that was kept of a key, open without end',
    async check(open) {
      const store = await open();
      const { key } = await makeApp(store);
      const found = await answered(store.apiKey(key.keyId));

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
      await answered(store.createHook(hook));
      for (const keyId of neighboursOf(key.keyId)) {
        assert.equal(await answered(store.apiKey(keyId)), null);
      }
      for (const hookId of neighboursOf(hook.hookId)) {
        assert.equal(await answered(store.hook(hookId)), null);
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
      assert.equal(await answered(store.hook(hook.hookId)), null);
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
          await answered(store.createHook(hook));
          assert.deepEqual(await answered(store.hook(hook.hookId)), {
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
      await answered(store.createHook(hook));

      await assertUnavailable(store.createHook({ ...sampleHook(app.appId), hookId: hook.hookId }));
      assert.deepEqual((await answered(store.hook(hook.hookId)))?.secrets, [hook.secret]);
    },
  },
  {
    name: 'credentialsEpoch rises with every app and hook made and every app switched off',
    async check(open) {
      const store = await open();
      const seen = [await answered(store.credentialsEpoch())];
      const { app } = await makeApp(store);
      seen.push(await answered(store.credentialsEpoch()));
      await answered(store.createHook(sampleHook(app.appId)));
      seen.push(await answered(store.credentialsEpoch()));
      await answered(store.setAppActive(app.appId, false));
      seen.push(await answered(store.credentialsEpoch()));

      const isRising = seen.every((epoch, at) => at === 0 || epoch > (seen[at - 1] ?? Infinity));
      assert.ok(isRising, `epochs were ${seen.join(', ')}`);
    },
  },
  {
    name: 'credentialsEpoch does not rise by itself',
    async check(open) {
      const store = await open();
      const { app, key } = await makeApp(store);
      const before = await answered(store.credentialsEpoch());
      await answered(store.app(app.appId));
      await answered(store.apiKey(key.keyId));
      await answered(store.hook(sampleHook(app.appId).hookId));
      assert.equal(await answered(store.credentialsEpoch()), before);
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
];

/** Ids that a careless comparison takes for this one. */
function neighboursOf(id: string): readonly string[] {
  const swapped = id.replace(/[a-z]/i, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  return [...(swapped === id ? [] : [swapped]), id.slice(0, -1), `${id}0`, `${id} `, '%'];
}
