import { describe, expect, test } from 'vitest';

import { keyStoreLaws } from '../testing/key-store-laws.ts';
import { sampleApp, sampleKey } from '../testing/key-store-samples.ts';
import { createMemoryKeyStore } from './key-store.ts';

describe('memory KeyStore', () => {
  for (const { name, check } of keyStoreLaws) {
    test(name, () => check(async () => createMemoryKeyStore({ now: Date.now })));
  }

  test('keeps its own copy of a digest', async () => {
    const store = createMemoryKeyStore({ now: () => 0 });
    const app = sampleApp();
    const key = sampleKey(app.appId);
    const first = key.digest[0];
    await store.createApp(app, key);
    key.digest.fill(0);

    const found = (await store.apiKey(key.keyId))._unsafeUnwrap();
    found?.digest.fill(1, 1);
    const again = (await store.apiKey(key.keyId))._unsafeUnwrap();
    expect(again?.digest[0]).toBe(first);
    expect(again?.digest).not.toEqual(found?.digest);
  });
});
