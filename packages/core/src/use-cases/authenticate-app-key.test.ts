import { randomBytes, randomUUID } from 'node:crypto';

import { errAsync, ResultAsync } from 'neverthrow';
import { describe, expect, test, vi } from 'vitest';

import type { Principal, StoredApiKey } from '../domain/api-key.ts';
import { createMemorySlowHash } from '../memory/slow-hash.ts';
import { createMemoryStorage } from '../memory/storage.ts';
import type { KeyStore } from '../ports/key-store.ts';
import type { SlowHash } from '../ports/slow-hash.ts';
import { sampleAct } from '../testing/harness/sample-act.ts';
import { newApiKey } from './api-key.ts';
import { createAuthenticateAppKey, type KeyRefused } from './authenticate-app-key.ts';
import { encodeBase62 } from './base62.ts';
import { crc32 } from './crc32.ts';
import { createCreateApp } from './create-app.ts';
import { createPepper, type Peppers } from './pepper.ts';
import { createCredentialsWatch } from './watch-credentials.ts';

const REFUSED: KeyRefused = { kind: 'key-refused' };
const memorySlowHash = createMemorySlowHash();

/** The memory adapters, with a hand on the line: it can be counted, cut, held and written over. */
async function openWorld(peppers: Peppers = [createPepper('pepper')]) {
  const clock = { time: Date.UTC(2026, 8, 1) };
  const now = () => clock.time;
  const { keyStore: memory } = createMemoryStorage({ now });
  const line = {
    reads: 0,
    isCut: false,
    held: Promise.resolve(),
    edit: {} as Partial<StoredApiKey>,
  };
  const keyStore: KeyStore = {
    ...memory,
    apiKey(keyId) {
      line.reads += 1;
      if (line.isCut) return errAsync({ kind: 'store-unavailable', cause: 'cut' });
      const { held, edit } = line;
      return memory
        .apiKey(keyId)
        .andThen((found) => ResultAsync.fromSafePromise(held.then(() => found)))
        .map((found) => (found === null ? null : { ...found, ...edit }));
    },
    credentialsEpoch: () =>
      line.isCut
        ? errAsync({ kind: 'store-unavailable', cause: 'cut' })
        : memory.credentialsEpoch(),
  };
  const slow = { checks: 0 };
  const slowHash: SlowHash = {
    hash: memorySlowHash.hash,
    matches(text, hash) {
      slow.checks += 1;
      return memorySlowHash.matches(text, hash);
    },
  };
  const mismatches: string[] = [];
  const used: string[] = [];
  const watch = createCredentialsWatch({ keyStore, now });
  const deps = { keyStore, watch, peppers, slowHash, now };
  const onHashMismatch = (keyId: string): void => void mismatches.push(keyId);
  const onUsed = (keyId: string): void => void used.push(keyId);
  const authenticate = createAuthenticateAppKey({ ...deps, onHashMismatch, onUsed });
  const createApp = createCreateApp({ ...deps, randomBytes, newId: randomUUID });
  const { app, apiKey } = (await createApp('Sales board', sampleAct))._unsafeUnwrap();
  await watch.poll();

  const ask = async (key: string): Promise<Principal | string> =>
    authenticate(key).match(
      (principal) => principal,
      ({ kind }) => kind,
    );
  const principal = { appId: app.appId, keyId: apiKey.slice(4, 16), keyName: 'default' };
  return {
    ...deps,
    clock,
    line,
    slow,
    mismatches,
    used,
    authenticate,
    createApp,
    apiKey,
    ask,
    principal,
  };
}

const withCheckDigits = (body: string): string => body + encodeBase62(crc32(body), 6);

describe('a key that was given out', () => {
  test('says who its holder is', async () => {
    const { ask, apiKey, principal } = await openWorld();
    expect(await ask(apiKey)).toEqual(principal);
  });

  test('costs one lookup and one slow hash, however often and by how many at once it is shown', async () => {
    const { ask, apiKey, line, slow, principal } = await openWorld();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(apiKey)));
    expect(answers).toEqual(answers.map(() => principal));
    await vi.waitFor(() => expect(slow.checks).toBe(1), 20_000);
    for (let times = 0; times < 20; times += 1) expect(await ask(apiKey)).toEqual(principal);
    expect(line.reads).toBe(1);
    expect(slow.checks).toBe(1);
  });

  test('is told of each time that it opens, and of no other', async () => {
    const { ask, apiKey, used, principal, keyStore, watch } = await openWorld();
    await Promise.all([ask(apiKey), ask(apiKey)]);
    await ask(apiKey);
    await ask(newApiKey(randomBytes).text);
    await ask(withCheckDigits(`${apiKey.slice(0, 17)}${'0'.repeat(43)}`));
    expect(used).toEqual([principal.keyId, principal.keyId, principal.keyId]);
    await keyStore.revokeApiKeys(principal.appId, { kind: 'all' }, sampleAct);
    await watch.poll();
    await ask(apiKey);
    expect(used).toHaveLength(3);
  });

  test('is answered without the storage while that is away for less than five seconds', async () => {
    const { ask, apiKey, line, clock, principal } = await openWorld();
    await ask(apiKey);
    line.isCut = true;
    clock.time += 4_999;
    expect(await ask(apiKey)).toEqual(principal);
  });

  test('made under an earlier pepper opens as long as that pepper is listed', async () => {
    const [old, fresh] = [createPepper('old'), createPepper('new')];
    const world = await openWorld([old]);
    for (const [peppers, answer] of [
      [[fresh, old], world.principal],
      [[fresh], 'key-refused'],
    ] as const) {
      const { keyStore, watch, slowHash, now } = world;
      const authenticate = createAuthenticateAppKey({
        keyStore,
        watch,
        peppers,
        slowHash,
        now,
        onHashMismatch: () => {},
        onUsed: () => {},
      });
      const asked = await authenticate(world.apiKey).match(
        (principal) => principal,
        ({ kind }) => kind,
      );
      expect(asked).toEqual(answer);
    }
  });
});

describe('a key that is not right', () => {
  test('is refused in one and the same way, and never costs a slow hash', async () => {
    const { authenticate, apiKey, keyStore, slow, line } = await openWorld();
    const stored = (await keyStore.apiKey(apiKey.slice(4, 16)))._unsafeUnwrap();
    const body = apiKey.slice(0, -6);
    const other = newApiKey(randomBytes).text;
    const wrong = [
      other,
      withCheckDigits(`${apiKey.slice(0, 17)}${other.slice(17, 60)}`),
      withCheckDigits(`${other.slice(0, 17)}${apiKey.slice(17, 60)}`),
      withCheckDigits(body.slice(0, -1) + (body.endsWith('0') ? '1' : '0')),
      stored?.hash ?? '',
      Buffer.from(stored?.digest ?? []).toString('hex'),
      stored?.keyId ?? '',
      apiKey.slice(0, 16),
      apiKey.slice(0, -1),
      apiKey.slice(1),
      `${apiKey}x`,
      `${apiKey}${'a'.repeat(6)}`,
      `${apiKey}\u0000`,
      `\u0000${apiKey}`,
      ` ${apiKey}`,
      `${apiKey} `,
      `${apiKey}\n`,
      `\t${apiKey}`,
      `"${apiKey}"`,
      `Bearer ${apiKey}`,
      `${apiKey},${apiKey}`,
      `${apiKey}, ${other}`,
      apiKey.repeat(240),
      apiKey.toUpperCase(),
      apiKey.toLowerCase(),
      apiKey.replace('raw_', 'RAW_'),
      apiKey.replace('raw_', 'raｗ_'),
      apiKey.replace('a', 'а'),
      `${apiKey}\u0301`,
      '',
      ' ',
      '\u0000',
      '\ud800',
      'raw_',
      '_',
      'null',
      'undefined',
      '[object Object]',
      "' OR '1'='1",
      '"; DROP TABLE api_keys; --',
      '%',
      '*',
      '../../etc/passwd',
      '{{7*7}}',
      '{"$ne":null}',
      'x'.repeat(16_384),
      'é'.repeat(66),
      '🔑'.repeat(33),
      '0'.repeat(66),
      withCheckDigits(`raw_${'0'.repeat(12)}_${'0'.repeat(43)}`),
      body + encodeBase62(0, 6),
      `${encodeURIComponent(apiKey)}%00`,
      Buffer.from(apiKey).toString('base64'),
      apiKey.split('').reverse().join(''),
      `${body}${apiKey.slice(-6).split('').reverse().join('')}0`,
    ];
    expect(new Set(wrong).size).toBeGreaterThanOrEqual(55);
    for (const key of wrong) {
      expect([key, (await authenticate(key))._unsafeUnwrapErr()]).toEqual([key, REFUSED]);
    }
    expect(slow.checks).toBe(0);
    // Only what has the right shape and check digits reaches the storage at all.
    expect(line.reads).toBeLessThanOrEqual(6);
  });

  test('is refused when its row holds a digest of another length or an unknown pepper', async () => {
    const { ask, apiKey, line, slow } = await openWorld();
    line.edit = { digest: new Uint8Array(0) };
    expect(await ask(apiKey)).toBe('key-refused');
    line.edit = { digest: new Uint8Array(32) };
    expect(await ask(apiKey)).toBe('key-refused');
    line.edit = { pepperId: 'unknown' };
    expect(await ask(apiKey)).toBe('key-refused');
    line.edit = { pepperId: 'unknown', digest: new Uint8Array(32) };
    expect(await ask(apiKey)).toBe('key-refused');
    expect(slow.checks).toBe(0);
  });
});

describe('a right that ends', () => {
  test('an expiry and a revocation that lie ahead end a cached key when they come', async () => {
    for (const field of ['expiresAt', 'revokedAt'] as const) {
      const { ask, apiKey, line, clock, principal } = await openWorld();
      line.edit = { [field]: clock.time + 1_000 };
      expect(await ask(apiKey)).toEqual(principal);
      clock.time += 999;
      expect(await ask(apiKey)).toEqual(principal);
      clock.time += 1;
      expect(await ask(apiKey)).toBe('key-refused');
      expect(line.reads).toBe(1);
    }
  });

  test('one that ended before opens nothing and costs no slow hash', async () => {
    for (const field of ['expiresAt', 'revokedAt'] as const) {
      const { ask, apiKey, line, clock, slow } = await openWorld();
      line.edit = { [field]: clock.time };
      expect(await ask(apiKey)).toBe('key-refused');
      expect(slow.checks).toBe(0);
    }
  });

  test('an app that is switched off has no keys from the next poll on, until it is on again', async () => {
    const { ask, apiKey, keyStore, watch, principal } = await openWorld();
    expect(await ask(apiKey)).toEqual(principal);
    await keyStore.setAppActive(principal.appId, false, sampleAct);
    await watch.poll();
    expect(await ask(apiKey)).toBe('key-refused');
    await keyStore.setAppActive(principal.appId, true, sampleAct);
    expect(await ask(apiKey)).toEqual(principal);
  });

  test('nothing cached counts once the credentials could not be read for five seconds', async () => {
    const { ask, apiKey, clock, line, watch, principal } = await openWorld();
    await ask(apiKey);
    clock.time += 5_000;
    expect(await ask(apiKey)).toEqual(principal);
    expect(await ask(apiKey)).toEqual(principal);
    expect(line.reads).toBe(3);
    line.isCut = true;
    await watch.poll();
    expect(await ask(apiKey)).toBe('store-unavailable');
    line.isCut = false;
    expect(await ask(apiKey)).toEqual(principal);
  });

  test('a lookup that the change overtook is not kept, and nobody joins it', async () => {
    const { ask, apiKey, line, keyStore, watch, principal } = await openWorld();
    const gate = Promise.withResolvers<void>();
    line.held = gate.promise;
    const early = ask(apiKey);
    await vi.waitFor(() => expect(line.reads).toBe(1), 20_000);

    await keyStore.setAppActive(principal.appId, false, sampleAct);
    await watch.poll();
    line.held = Promise.resolve();
    expect(await ask(apiKey)).toBe('key-refused');
    gate.resolve();
    await early;
    expect(await ask(apiKey)).toBe('key-refused');
  });
});

describe('a key whose slow hash is another', () => {
  test('is let in once, and from the check on refused for good without asking the storage', async () => {
    const { ask, apiKey, line, slow, mismatches, keyStore, watch, principal } = await openWorld();
    line.edit = { hash: await memorySlowHash.hash('another key') };
    expect(await ask(apiKey)).toEqual(principal);
    await vi.waitFor(() => expect(mismatches).toEqual([principal.keyId]), 20_000);
    expect(await ask(apiKey)).toBe('key-refused');

    for (const isActive of [false, true]) {
      await keyStore.setAppActive(principal.appId, isActive, sampleAct);
    }
    await watch.poll();
    expect(await ask(apiKey)).toBe('key-refused');
    expect(line.reads).toBe(1);
    expect(slow.checks).toBe(1);
    expect(mismatches).toHaveLength(1);
  });
});

test('each of a thousand keys costs one lookup from a cold start, and waits for no slow hash', async () => {
  const { createApp, ask, line, slow, watch } = await openWorld();
  const made = [];
  for (let count = 0; count < 1000; count += 1) {
    made.push((await createApp(`app ${count}`, sampleAct))._unsafeUnwrap());
  }
  await watch.poll();
  const answers = await Promise.all(made.map(({ apiKey }) => ask(apiKey)));
  expect(answers).toMatchObject(made.map(({ app }) => ({ appId: app.appId })));
  expect(line.reads).toBe(1000);
  expect(slow.checks).toBeLessThan(1000);
});
