import { randomBytes, randomUUID } from 'node:crypto';

import { errAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';

import { createMemorySlowHash } from '../memory/slow-hash.ts';
import { createMemoryStorage } from '../memory/storage.ts';
import { auditTrail } from '../testing/harness/audit-trail.ts';
import { sampleAct } from '../testing/harness/sample-act.ts';
import { parseApiKey } from './api-key.ts';
import { createCreateApp } from './create-app.ts';
import { createPepper, keyDigest } from './pepper.ts';

function openWorld() {
  const { keyStore, auditLog } = createMemoryStorage();
  const pepper = createPepper('pepper');
  const slowHash = createMemorySlowHash();
  const deps = { keyStore, slowHash, peppers: [pepper] as const, randomBytes, newId: randomUUID };
  const make = createCreateApp(deps);
  const createApp = (name: string) => make(name, sampleAct);
  return { ...deps, pepper, deps, auditLog, createApp };
}

describe('createApp', () => {
  test('makes an app, and a first key called default of which only verifiers are kept', async () => {
    const { createApp, keyStore, auditLog, pepper, slowHash } = openWorld();
    const { app, apiKey } = (await createApp('  Sales board\t'))._unsafeUnwrap();
    expect(app).toMatchObject({ name: 'Sales board', isActive: true });

    const stored = (await keyStore.apiKey(parseApiKey(apiKey) ?? ''))._unsafeUnwrap();
    expect(stored).toMatchObject({
      appId: app.appId,
      name: 'default',
      pepperId: pepper.pepperId,
      expiresAt: null,
      revokedAt: null,
    });
    expect(stored?.digest).toEqual(new Uint8Array(keyDigest(apiKey, pepper)));
    expect(await slowHash.matches(apiKey, stored?.hash ?? '')).toBe(true);
    expect(JSON.stringify(stored)).not.toContain(apiKey.slice(17));
    const ofKey = { action: 'api-key.created', subjectId: stored?.keyId, name: 'default' };
    const ofApp = { action: 'app.created', subjectId: app.appId };
    expect(await auditTrail({ auditLog })).toMatchObject([
      { ...sampleAct, ...ofKey },
      { ...sampleAct, ...ofApp },
    ]);
  });

  test('takes names of any script, up to 100 characters', async () => {
    const { createApp } = openWorld();
    for (const name of ['a', 'Zoë', '營業部', '👩‍👩‍👧 team', '🚀'.repeat(100), "O'Neil; --"]) {
      expect((await createApp(name))._unsafeUnwrap().app.name).toBe(name);
    }
  });

  test('refuses every other name with the reason, and makes nothing', async () => {
    const { createApp, keyStore, auditLog } = openWorld();
    const names = [
      '',
      ' ',
      '\n',
      'a'.repeat(101),
      'a\nb',
      'a\u0000',
      '\u001b[31mred',
      'a\u2028b',
      '\ud800',
      '\u0085x',
    ];
    for (const name of names) {
      const refusal = (await createApp(name))._unsafeUnwrapErr();
      expect(refusal.kind).toBe('app-name-invalid');
      expect(refusal).toHaveProperty('detail', expect.stringMatching(/^must /));
    }
    expect((await keyStore.apps({ limit: 200 }))._unsafeUnwrap().rows).toEqual([]);
    expect(await auditTrail({ auditLog })).toEqual([]);
  });

  test('says so when the storage or the slow hash fails', async () => {
    const { deps } = openWorld();
    const cut = { kind: 'store-unavailable', cause: 'cut' } as const;
    const withoutStore = createCreateApp({ ...deps, keyStore: { createApp: () => errAsync(cut) } });
    expect((await withoutStore('a', sampleAct))._unsafeUnwrapErr()).toEqual(cut);

    const hash = () => Promise.reject(new Error('out of memory'));
    const withoutHash = createCreateApp({ ...deps, slowHash: { ...deps.slowHash, hash } });
    expect((await withoutHash('a', sampleAct))._unsafeUnwrapErr().kind).toBe('store-unavailable');
  });
});
