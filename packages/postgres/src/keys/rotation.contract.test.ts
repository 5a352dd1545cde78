import type { AuditAction, AuditEntry, KeyUse } from '@dialpad-cti/core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openPostgres, type Postgres } from '../open-postgres.ts';
import {
  openTestStorage,
  TEST_KEY,
  type TestStorage,
} from '../testing/open-test-storage.test.support.ts';
import { addTestApp, TEST_ACT, testKey } from '../testing/test-app.test.support.ts';

let storage: TestStorage;
let other: Postgres;

beforeAll(async () => {
  storage = await openTestStorage();
  other = await openPostgres({ url: storage.url, encryptionKeys: [TEST_KEY] });
});
afterAll(async () => {
  await other.close();
  await storage.close();
});

test('of ten rotations at once in two processes one key stays current, and one in its overlap', async () => {
  for (let round = 0; round < 3; round += 1) {
    const appId = await addTestApp(storage);
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, turn) => rotate(turn % 2 === 0 ? storage : other, appId)),
    );
    for (const outcome of outcomes) outcome._unsafeUnwrap();

    const keys = (await storage.keyStore.apiKeys(appId, {}, { limit: 50 }))._unsafeUnwrap();
    const states = keys?.rows.map(({ state }) => state);
    expect(states?.toSorted()).toEqual(['active', 'replaced', ...Array(9).fill('revoked')]);
    expect(states?.slice(0, 2).toSorted()).toEqual(['active', 'replaced']);
    expect(await entries(appId, 'api-key.rotated')).toHaveLength(10);
  }
});

test('a revocation of all keys among rotations ends those that it names, and writes down no other', async () => {
  for (let round = 0; round < 5; round += 1) {
    const appId = await addTestApp(storage);
    const revoke = other.keyStore.revokeApiKeys(appId, { kind: 'all' }, TEST_ACT);
    const rotations = Array.from({ length: 4 }, () => rotate(storage, appId));
    const [revoked, ...rotated] = await Promise.all([revoke, ...rotations]);
    for (const outcome of rotated) outcome._unsafeUnwrap();

    const named = revoked._unsafeUnwrap()?.map(({ keyId }) => keyId) ?? [];
    const ended = await entries(appId, 'api-key.revoked');
    expect(new Set(ended.map(({ subjectId }) => subjectId))).toEqual(new Set(named));
    for (const keyId of named) {
      expect((await storage.keyStore.apiKey(keyId))._unsafeUnwrap()?.revokedAt).not.toBeNull();
    }
    const keys = (await storage.keyStore.apiKeys(appId, {}, { limit: 50 }))._unsafeUnwrap();
    const open = keys?.rows.filter(({ state }) => state === 'active' || state === 'replaced');
    expect(open?.length).toBeLessThanOrEqual(2);
  }
});

test('a key that is over is not revoked with the others', async () => {
  const appId = await addTestApp(storage);
  const key = testKey(appId, 'over');
  const put = { key, expiresAt: Date.now() - 1, overlapMs: 0 };
  (await storage.keyStore.putApiKey(put, TEST_ACT))._unsafeUnwrap();

  const ended = await storage.keyStore.revokeApiKeys(appId, { kind: 'all' }, TEST_ACT);
  expect(ended._unsafeUnwrap()?.map(({ name }) => name)).toEqual(['default']);
  expect((await storage.keyStore.apiKey(key.keyId))._unsafeUnwrap()?.revokedAt).toBeNull();
  expect(await entries(appId, 'api-key.revoked')).toHaveLength(1);
});

test('who notes uses and who changes the same keys wait for each other, and both are done', async () => {
  for (let round = 0; round < 5; round += 1) {
    const appId = await addTestApp(storage);
    const uses = await addKeys(appId, 300);
    const outcomes = await Promise.all([
      other.keyStore.noteKeyUses(uses),
      storage.keyStore.revokeApiKeys(appId, { kind: 'all' }, TEST_ACT),
      other.keyStore.noteKeyUses(uses.toReversed()),
    ]);
    expect(outcomes.filter((outcome) => outcome.isErr())).toEqual([]);
  }
});

async function addKeys(appId: string, count: number): Promise<readonly KeyUse[]> {
  const added = await storage.query<{ readonly key_id: string }>(
    'keeper',
    `INSERT INTO api_keys (app_id, key_id, name, digest, pepper_id, hash, created_at)
     SELECT $1, gen_random_uuid(), 'key ' || n, '', 'pepper', 'hash', now()
     FROM generate_series(1, $2::int) AS n
     RETURNING key_id`,
    [appId, count],
  );
  return added.map(({ key_id: keyId }) => ({ keyId, at: Date.now() }));
}

function rotate({ keyStore }: Pick<Postgres, 'keyStore'>, appId: string) {
  const put = { key: testKey(appId), expiresAt: null, overlapMs: 60_000 };
  return keyStore.putApiKey(put, TEST_ACT);
}

async function entries(appId: string, action: AuditAction): Promise<readonly AuditEntry[]> {
  const filter = { appId, actions: [action] };
  return (await storage.auditLog.entries(filter, { limit: 100 }))._unsafeUnwrap().rows;
}
