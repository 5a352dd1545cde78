import assert from 'node:assert/strict';

import { answered } from './harness/answered.ts';
import { makeApp } from './harness/make-app.ts';
import { putKey } from './harness/put-key.ts';
import { sampleAct } from './harness/sample-act.ts';
import { sampleHook, sampleKey } from './key-store-samples.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** What holds for keys and hooks alike. */
export const credentialLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'apiKey and hook answer null for any id but the very one',
    async check(open) {
      const { keyStore: store } = await open();
      const { app, key } = await makeApp(store);
      const hook = sampleHook(app.appId);
      await answered(store.createHook(hook, sampleAct));
      for (const keyId of neighboursOf(key.keyId)) {
        assert.equal(await answered(store.apiKey(keyId)), null);
      }
      for (const hookId of neighboursOf(hook.hookId)) {
        assert.equal(await answered(store.hook(hookId)), null);
        assert.equal(await answered(store.hookStatus(hookId)), null);
      }
    },
  },
  {
    name: 'credentialsEpoch rises with every app, key and hook made, and with every right that ends',
    async check(open) {
      const { keyStore: store } = await open();
      const app = await step('createApp', async () => (await makeApp(store)).app);
      const { appId } = app;
      const hook = sampleHook(appId);
      const { hookId } = hook;
      await step('createHook', () => answered(store.createHook(hook, sampleAct)));
      await step('putApiKey', () => putKey(store, appId, { name: 'a' }));
      await step('putApiKey', () => putKey(store, appId, { name: 'a', overlapMs: 3_600_000 }));
      await step('revokeApiKeys', () =>
        answered(store.revokeApiKeys(appId, { kind: 'named', name: 'a' }, sampleAct)),
      );
      const rotation = { hookId, secret: 'next', previousUntil: 0 };
      await step('rotateHookSecret', () => answered(store.rotateHookSecret(rotation, sampleAct)));
      await step('deleteHook', () => answered(store.deleteHook(hookId, sampleAct)));
      await step('setAppActive', () => answered(store.setAppActive(appId, false, sampleAct)));

      async function step<Value>(name: string, change: () => Promise<Value>): Promise<Value> {
        const before = await answered(store.credentialsEpoch());
        const value = await change();
        const after = await answered(store.credentialsEpoch());
        assert.ok(after > before, `${name}: the epoch was ${before} and is ${after}`);
        return value;
      }
    },
  },
  {
    name: 'credentialsEpoch does not rise by itself, nor with the use of a key',
    async check(open) {
      const { keyStore: store } = await open();
      const { app, key } = await makeApp(store);
      const before = await answered(store.credentialsEpoch());
      await answered(store.app(app.appId));
      await answered(store.apiKey(key.keyId));
      await answered(store.apiKeys(app.appId, {}, { limit: 10 }));
      await answered(store.hook(sampleHook(app.appId).hookId));
      await answered(store.hooks({}, { limit: 10 }));
      await answered(store.noteKeyUses([{ keyId: key.keyId, at: Date.now() }]));
      assert.equal(await answered(store.credentialsEpoch()), before);
    },
  },
  {
    name: 'no operation throws or rejects, whatever text it is given',
    async check(open) {
      const { keyStore: store } = await open();
      const { app } = await makeApp(store);
      const page = { limit: 10 };
      const hostile = ['', "'; --", '\u0000', '\ud800', '%', 'é'.repeat(5_000), '__proto__'];
      for (const text of hostile) {
        const act = { actor: text, address: text, requestId: text };
        const key = { ...sampleKey(text), keyId: text, name: text };
        await store.app(text);
        await store.apiKey(text);
        await store.hook(text);
        await store.hookStatus(text);
        await store.hooks({ appId: text }, page);
        await store.setAppActive(text, true, act);
        await store.createHook({ hookId: text, appId: text, secret: text }, act);
        await store.rotateHookSecret({ hookId: text, secret: text, previousUntil: 0 }, act);
        await store.deleteHook(text, act);
        await store.createApp({ appId: text, name: text }, key, act);
        await store.noteKeyUses([{ keyId: text, at: 0 }]);
        for (const appId of [text, app.appId]) {
          await store.apiKeys(appId, { name: text }, page);
          await store.putApiKey({ key: { ...key, appId }, expiresAt: null, overlapMs: 0 }, act);
          await store.revokeApiKeys(appId, { kind: 'named', name: text }, act);
          await store.revokeApiKeys(appId, { kind: 'one', keyId: text }, act);
        }
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
