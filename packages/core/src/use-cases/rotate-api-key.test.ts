import { randomBytes, randomUUID } from 'node:crypto';

import { errAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';

import { createMemorySlowHash } from '../memory/slow-hash.ts';
import { createMemoryStorage } from '../memory/storage.ts';
import { auditTrail } from '../testing/harness/audit-trail.ts';
import { sampleAct } from '../testing/harness/sample-act.ts';
import { createAuthenticateAppKey } from './authenticate-app-key.ts';
import { createCreateApp } from './create-app.ts';
import { createPepper } from './pepper.ts';
import { type ApiKeyRotation, createRotateApiKey } from './rotate-api-key.ts';
import { createCredentialsWatch } from './watch-credentials.ts';

const HOUR_MS = 3_600_000;

async function openWorld() {
  const clock = { time: Date.UTC(2026, 8, 1) };
  const now = () => clock.time;
  const { keyStore, auditLog } = createMemoryStorage({ now });
  const making = { slowHash: createMemorySlowHash(), randomBytes };
  const deps = { keyStore, ...making, peppers: [createPepper('pepper')] as const, now };
  const createApp = createCreateApp({ ...deps, newId: randomUUID });
  const { app, apiKey: first } = (await createApp('Sales board', sampleAct))._unsafeUnwrap();
  const watch = createCredentialsWatch({ keyStore, now });
  const ignore = () => {};
  const authenticate = createAuthenticateAppKey({
    ...deps,
    watch,
    onHashMismatch: ignore,
    onUsed: ignore,
  });

  const rotateKey = createRotateApiKey(deps);
  const rotate = (rotation: Partial<ApiKeyRotation> = {}) =>
    rotateKey(
      { appId: app.appId, name: 'default', expiresAt: null, overlapSeconds: 0, ...rotation },
      sampleAct,
    );
  /** As every process does every two seconds. */
  const opens = async (apiKey: string): Promise<boolean> => {
    await watch.poll();
    return (await authenticate(apiKey)).isOk();
  };
  return { clock, auditLog, deps, appId: app.appId, first, rotate, opens };
}

describe('rotateApiKey', () => {
  test('gives a key that opens, and with no overlap ends the one before at once', async () => {
    const { rotate, opens, first } = await openWorld();
    expect(await opens(first)).toBe(true);
    const { key, replaced, apiKey } = (await rotate())._unsafeUnwrap();
    expect(key).toMatchObject({ keyId: apiKey.slice(4, 16), name: 'default', state: 'active' });
    expect(replaced).toBeNull();
    expect(await opens(apiKey)).toBe(true);
    expect(await opens(first)).toBe(false);
  });

  test('lets the one before open for the overlap', async () => {
    const { rotate, opens, first, clock } = await openWorld();
    const { replaced, apiKey } = (await rotate({ overlapSeconds: 3_600 }))._unsafeUnwrap();
    expect(replaced).toMatchObject({ keyId: first.slice(4, 16), state: 'replaced' });
    expect(Date.parse(replaced?.expiresAt ?? '')).toBe(clock.time + HOUR_MS);
    clock.time += HOUR_MS - 1;
    expect(await opens(first)).toBe(true);
    clock.time += 1;
    expect(await opens(first)).toBe(false);
    expect(await opens(apiKey)).toBe(true);
  });

  test('makes a key beside the others under another name, which ends when it is told to', async () => {
    const { rotate, opens, first, clock } = await openWorld();
    const expiresAt = clock.time + HOUR_MS;
    const { key, apiKey } = (await rotate({ name: 'nightly.job-2', expiresAt }))._unsafeUnwrap();
    expect(key.expiresAt).toBe(new Date(expiresAt).toISOString());
    clock.time = expiresAt - 1;
    expect(await opens(apiKey)).toBe(true);
    clock.time = expiresAt;
    expect(await opens(apiKey)).toBe(false);
    expect(await opens(first)).toBe(true);
  });

  test('takes names of 1 to 64 plain characters', async () => {
    const { rotate } = await openWorld();
    for (const name of ['a', 'A.b_c-9', '.', '-', '0', 'x'.repeat(64)]) {
      expect((await rotate({ name }))._unsafeUnwrap().key.name).toBe(name);
    }
  });

  test('refuses every other name, and makes nothing', async () => {
    const { rotate, opens, first, auditLog } = await openWorld();
    for (const name of ['', ' ', 'a b', 'a\n', '\u0000', 'é', 'а', 'a/b', 'x'.repeat(65), '🔑']) {
      expect((await rotate({ name }))._unsafeUnwrapErr()).toEqual({ kind: 'key-name-invalid' });
    }
    expect(await auditTrail({ auditLog })).toHaveLength(2);
    expect(await opens(first)).toBe(true);
  });

  test('refuses an end that is not ahead, and leaves the key before', async () => {
    const { rotate, opens, first, clock } = await openWorld();
    for (const expiresAt of [0, -1, clock.time - 1, clock.time]) {
      const refusal = await rotate({ expiresAt });
      expect(refusal._unsafeUnwrapErr()).toEqual({ kind: 'key-expiry-past' });
    }
    expect((await rotate({ name: 'b', expiresAt: clock.time + 1 })).isOk()).toBe(true);
    expect(await opens(first)).toBe(true);
  });

  test('says so when the app is not there, and when the storage fails', async () => {
    const { rotate, deps } = await openWorld();
    const refusal = await rotate({ appId: randomUUID() });
    expect(refusal._unsafeUnwrapErr()).toEqual({ kind: 'app-not-found' });

    const cut = { kind: 'store-unavailable', cause: 'cut' } as const;
    const keyStore = { putApiKey: () => errAsync(cut) };
    const rotation = { appId: randomUUID(), name: 'a', expiresAt: null, overlapSeconds: 0 };
    const failed = await createRotateApiKey({ ...deps, keyStore })(rotation, sampleAct);
    expect(failed._unsafeUnwrapErr()).toEqual(cut);
  });

  test('writes down who did it', async () => {
    const { rotate, auditLog } = await openWorld();
    const { key } = (await rotate())._unsafeUnwrap();
    const [entry] = await auditTrail({ auditLog });
    const { keyId } = key;
    expect(entry).toMatchObject({ ...sampleAct, action: 'api-key.rotated', subjectId: keyId });
  });
});
