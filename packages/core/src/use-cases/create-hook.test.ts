import { randomBytes, randomUUID } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { createMemoryStorage } from '../memory/storage.ts';
import { auditTrail } from '../testing/harness/audit-trail.ts';
import { sampleAct } from '../testing/harness/sample-act.ts';
import { sampleApp, sampleKey } from '../testing/key-store-samples.ts';
import { createCreateHook, type HookRequest } from './create-hook.ts';

async function openWorld() {
  const { keyStore, auditLog } = createMemoryStorage();
  const app = sampleApp();
  await keyStore.createApp(app, sampleKey(app.appId), sampleAct);
  const make = createCreateHook({ keyStore, randomBytes });
  const createHook = (request: HookRequest) => make(request, sampleAct);
  return { keyStore, auditLog, appId: app.appId, createHook };
}

describe('createHook', () => {
  test('makes an id that nobody guesses and a secret of 256 bits, new each time', async () => {
    const { createHook, keyStore, appId } = await openWorld();
    const made = await Promise.all(Array.from({ length: 100 }, () => createHook({ appId })));
    const hooks = made.map((hook) => hook._unsafeUnwrap());
    for (const { hookId, secret } of hooks) {
      expect(hookId).toMatch(/^[0-9A-Za-z]{22}$/);
      expect(secret).toMatch(/^[0-9A-Za-z]{43}$/);
      const kept = (await keyStore.hook(hookId))._unsafeUnwrap();
      expect(kept).toEqual({ hookId, appId, secrets: [{ text: secret, until: null }] });
    }
    expect(new Set(hooks.flatMap(({ hookId, secret }) => [hookId, secret])).size).toBe(200);
  });

  test('takes a secret of 32 characters or more as it is', async () => {
    const { createHook, appId, auditLog } = await openWorld();
    for (const secret of ['a'.repeat(32), 'é'.repeat(32), 'a b'.repeat(20), '🔑'.repeat(32)]) {
      expect((await createHook({ appId, secret }))._unsafeUnwrap().secret).toBe(secret);
    }
    const entries = await auditTrail({ auditLog }, { actions: ['webhook.created'] });
    expect(entries.map(({ actor }) => actor)).toEqual(Array(4).fill('operator'));
  });

  test('refuses a shorter one', async () => {
    const { createHook, appId } = await openWorld();
    for (const secret of ['', 'a'.repeat(31), '🔑'.repeat(16)]) {
      const refusal = await createHook({ appId, secret });
      expect(refusal._unsafeUnwrapErr()).toEqual({ kind: 'hook-secret-too-short' });
    }
  });

  test('refuses one that would not survive copying', async () => {
    const { createHook, appId } = await openWorld();
    const long = 'a'.repeat(40);
    for (const secret of [
      ` ${long}`,
      `${long}\n`,
      `${long}\n${long}`,
      `${long}\u0000`,
      `\ud800${long}`,
    ]) {
      const refusal = await createHook({ appId, secret });
      expect(refusal._unsafeUnwrapErr()).toEqual({ kind: 'hook-secret-malformed' });
    }
  });

  test('makes none for an app that is not there', async () => {
    const { createHook, auditLog } = await openWorld();
    const refusal = await createHook({ appId: randomUUID() });
    expect(await auditTrail({ auditLog }, { actions: ['webhook.created'] })).toEqual([]);
    expect(refusal._unsafeUnwrapErr()).toEqual({ kind: 'app-not-found' });
  });
});
