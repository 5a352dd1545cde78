import { describe, expect, test } from 'vitest';

import { sampleAct } from '../testing/harness/sample-act.ts';
import { keyStoreLaws } from '../testing/key-store-laws.ts';
import { sampleApp, sampleKey } from '../testing/key-store-samples.ts';
import { openMemorySubject } from '../testing/memory-subject.ts';
import { createMemoryStorage } from './storage.ts';

const HOUR_MS = 3_600_000;

function openWorld() {
  const clock = { time: 1_000_000 };
  const { keyStore } = createMemoryStorage({ now: () => clock.time });
  return { clock, keyStore };
}

describe('the memory KeyStore', () => {
  for (const { name, check } of keyStoreLaws) test(name, () => check(openMemorySubject));

  test('keeps its own copy of a digest', async () => {
    const { keyStore } = openWorld();
    const app = sampleApp();
    const key = sampleKey(app.appId);
    const first = key.digest[0];
    await keyStore.createApp(app, key, sampleAct);
    key.digest.fill(0);

    const found = (await keyStore.apiKey(key.keyId))._unsafeUnwrap();
    found?.digest.fill(1, 1);
    const again = (await keyStore.apiKey(key.keyId))._unsafeUnwrap();
    expect(again?.digest[0]).toBe(first);
    expect(again?.digest).not.toEqual(found?.digest);
  });

  test('says replaced until the overlap ends, and expired from then on', async () => {
    const { clock, keyStore } = openWorld();
    const app = sampleApp();
    const { appId } = app;
    const key = sampleKey(appId);
    await keyStore.createApp(app, key, sampleAct);
    const put = { key: sampleKey(appId), expiresAt: null, overlapMs: HOUR_MS };
    await keyStore.putApiKey(put, sampleAct);
    const stateOf = async (keyId: string) =>
      (await keyStore.apiKeys(appId, {}, { limit: 10 }))
        ._unsafeUnwrap()
        ?.rows.find((status) => status.keyId === keyId)?.state;

    clock.time += HOUR_MS - 1;
    expect(await stateOf(key.keyId)).toBe('replaced');
    clock.time += 1;
    expect(await stateOf(key.keyId)).toBe('expired');
    expect(await stateOf(put.key.keyId)).toBe('active');
    const ended = await keyStore.revokeApiKeys(appId, { kind: 'all' }, sampleAct);
    expect(ended._unsafeUnwrap()).toMatchObject([{ keyId: put.key.keyId, state: 'revoked' }]);
  });

  test('gives a secret that was replaced until its time, and not at it', async () => {
    const { clock, keyStore } = openWorld();
    const app = sampleApp();
    await keyStore.createApp(app, sampleKey(app.appId), sampleAct);
    const hook = { hookId: 'hook', appId: app.appId, secret: 'first' };
    await keyStore.createHook(hook, sampleAct);
    const previousUntil = clock.time + HOUR_MS;
    await keyStore.rotateHookSecret({ hookId: 'hook', secret: 'second', previousUntil }, sampleAct);
    const textsOf = async () =>
      (await keyStore.hook('hook'))._unsafeUnwrap()?.secrets.map(({ text }) => text);

    clock.time += HOUR_MS - 1;
    expect(await textsOf()).toEqual(['second', 'first']);
    clock.time += 1;
    expect(await textsOf()).toEqual(['second']);
    const status = (await keyStore.hookStatus('hook'))._unsafeUnwrap();
    expect(status?.previousSecretUntil).toBeNull();
  });
});
