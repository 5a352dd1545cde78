import { randomBytes } from 'node:crypto';

import { errAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';

import { createMemoryStorage } from '../memory/storage.ts';
import { makeApp } from '../testing/harness/make-app.ts';
import { sampleAct } from '../testing/harness/sample-act.ts';
import { sampleHook } from '../testing/key-store-samples.ts';
import { createRotateHookSecret, type HookRotation } from './rotate-hook-secret.ts';

const DAY_SECONDS = 86_400;

async function openWorld() {
  const clock = { time: Date.UTC(2026, 8, 1) };
  const now = () => clock.time;
  const { keyStore } = createMemoryStorage({ now });
  const { app } = await makeApp(keyStore);
  const hook = sampleHook(app.appId);
  await keyStore.createHook(hook, sampleAct);
  const rotateSecret = createRotateHookSecret({ keyStore, randomBytes, now });
  const rotate = (rotation: Partial<HookRotation> = {}) =>
    rotateSecret({ hookId: hook.hookId, overlapSeconds: 0, ...rotation }, sampleAct);
  const secrets = async () => (await keyStore.hook(hook.hookId))._unsafeUnwrap()?.secrets;
  return { clock, now, hook, rotate, secrets };
}

describe('rotateHookSecret', () => {
  test('makes a secret of 256 bits, new each time, that is the only one from now on', async () => {
    const { rotate, secrets } = await openWorld();
    const made: string[] = [];
    for (let times = 0; times < 20; times += 1) {
      const { secret, hook } = (await rotate())._unsafeUnwrap();
      expect(secret).toMatch(/^[0-9A-Za-z]{43}$/);
      expect(hook.previousSecretUntil).toBeNull();
      expect(await secrets()).toEqual([{ text: secret, until: null }]);
      made.push(secret);
    }
    expect(new Set(made).size).toBe(20);
  });

  test('lets the secret before verify for the overlap', async () => {
    const { rotate, secrets, hook, clock } = await openWorld();
    const given = 'a secret of somebody who typed it in';
    const rotated = await rotate({ secret: given, overlapSeconds: DAY_SECONDS });
    const until = clock.time + DAY_SECONDS * 1_000;
    expect(rotated._unsafeUnwrap()).toMatchObject({
      secret: given,
      hook: { hookId: hook.hookId, previousSecretUntil: new Date(until).toISOString() },
    });
    expect(await secrets()).toEqual([
      { text: given, until: null },
      { text: hook.secret, until },
    ]);
  });

  test('refuses a secret that createHook refuses, and changes nothing', async () => {
    const { rotate, secrets, hook } = await openWorld();
    for (const secret of ['', 'a'.repeat(31)]) {
      const refusal = await rotate({ secret });
      expect(refusal._unsafeUnwrapErr()).toEqual({ kind: 'hook-secret-too-short' });
    }
    for (const secret of [` ${'a'.repeat(40)}`, `${'a'.repeat(40)}\n`]) {
      const refusal = await rotate({ secret });
      expect(refusal._unsafeUnwrapErr()).toEqual({ kind: 'hook-secret-malformed' });
    }
    expect(await secrets()).toEqual([{ text: hook.secret, until: null }]);
  });

  test('says so when the hook is not there, and when the storage fails', async () => {
    const { rotate, now } = await openWorld();
    const refusal = await rotate({ hookId: 'no such hook' });
    expect(refusal._unsafeUnwrapErr()).toEqual({ kind: 'hook-not-found' });

    const cut = { kind: 'store-unavailable', cause: 'cut' } as const;
    const keyStore = { rotateHookSecret: () => errAsync(cut) };
    const failing = createRotateHookSecret({ keyStore, randomBytes, now });
    const failed = await failing({ hookId: 'hook', overlapSeconds: 0 }, sampleAct);
    expect(failed._unsafeUnwrapErr()).toEqual(cut);
  });
});
