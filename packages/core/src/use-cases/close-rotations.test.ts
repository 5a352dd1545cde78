import { expect, test } from 'vitest';

import { createMemoryStorage } from '../memory/storage.ts';
import { makeHook } from '../testing/harness/hooks-of.ts';
import { makeApp } from '../testing/harness/make-app.ts';
import { sampleAct } from '../testing/harness/sample-act.ts';
import { createCloseRotations, ROTATION_OVERLAP_MS } from './close-rotations.ts';

const HOUR_MS = 3_600_000;

test('the secret before verifies for five hours more', async () => {
  const clock = { time: Date.UTC(2026, 8, 1) };
  const now = () => clock.time;
  const { keyStore } = createMemoryStorage({ now });
  const { app } = await makeApp(keyStore);
  const { hookId, secret } = await makeHook(keyStore, app.appId);
  await keyStore.rotateHookSecret({ hookId, secret: 'next', previousUntil: null }, sampleAct);
  clock.time += 48 * HOUR_MS;
  const close = createCloseRotations({ keyStore, now });
  (await close(hookId))._unsafeUnwrap();
  const until = clock.time + 5 * HOUR_MS;
  expect(ROTATION_OVERLAP_MS).toBe(5 * HOUR_MS);
  expect((await keyStore.hook(hookId))._unsafeUnwrap()?.secrets).toEqual([
    { text: 'next', until: null },
    { text: secret, until },
  ]);
  clock.time += HOUR_MS;
  (await close(hookId))._unsafeUnwrap();
  expect((await keyStore.hook(hookId))._unsafeUnwrap()?.secrets[1]?.until).toBe(until);
});
