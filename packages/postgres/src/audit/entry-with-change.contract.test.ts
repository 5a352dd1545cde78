import { randomUUID } from 'node:crypto';

import { expect, test } from 'vitest';

import { openTestStorage } from '../testing/open-test-storage.test.support.ts';
import { addTestApp, TEST_ACT, testKey } from '../testing/test-app.test.support.ts';

/** Postgres takes no such text: the entry cannot be written. */
const UNWRITABLE = { ...TEST_ACT, requestId: '\0' };

test('a change whose entry cannot be written is not made', async () => {
  const storage = await openTestStorage();
  try {
    const { keyStore: store, auditLog } = storage;
    const appId = await addTestApp(storage);
    const hook = { hookId: 'hook', appId, secret: 'the secret of the hook' };
    (await store.createHook(hook, TEST_ACT))._unsafeUnwrap();
    const page = { limit: 50 };
    const look = async () => [
      (await store.apps(page))._unsafeUnwrap(),
      (await store.apiKeys(appId, {}, page))._unsafeUnwrap(),
      (await store.hooks({}, page))._unsafeUnwrap(),
      (await store.hook('hook'))._unsafeUnwrap(),
      (await auditLog.entries({}, page))._unsafeUnwrap(),
      (await store.credentialsEpoch())._unsafeUnwrap(),
    ];
    const before = await look();

    const other = randomUUID();
    const put = { key: testKey(appId), expiresAt: null, overlapMs: 60_000 };
    const rotation = { hookId: 'hook', secret: 'next', previousUntil: Date.now() + 60_000 };
    const outcomes = [
      await store.createApp({ appId: other, name: 'Another' }, testKey(other), UNWRITABLE),
      await store.setAppActive(appId, false, UNWRITABLE),
      await store.putApiKey(put, UNWRITABLE),
      await store.revokeApiKeys(appId, { kind: 'all' }, UNWRITABLE),
      await store.createHook({ ...hook, hookId: 'another' }, UNWRITABLE),
      await store.rotateHookSecret(rotation, UNWRITABLE),
      await store.deleteHook('hook', UNWRITABLE),
    ];
    expect(outcomes.map((outcome) => outcome.isErr())).toEqual(outcomes.map(() => true));
    expect(await look()).toEqual(before);
  } finally {
    await storage.close();
  }
});
