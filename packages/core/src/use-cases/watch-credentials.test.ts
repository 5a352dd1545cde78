import { errAsync, ResultAsync } from 'neverthrow';
import { describe, expect, test, vi } from 'vitest';

import { createMemoryStorage } from '../memory/storage.ts';
import type { KeyStore } from '../ports/key-store.ts';
import { sampleAct } from '../testing/harness/sample-act.ts';
import { sampleApp, sampleHook, sampleKey } from '../testing/key-store-samples.ts';
import { createCredentialsWatch } from './watch-credentials.ts';

function openWorld() {
  const clock = { time: 1_000_000 };
  const { keyStore: store } = createMemoryStorage({ now: () => clock.time });
  const line = { isCut: false, polls: 0 };
  const keyStore: Pick<KeyStore, 'credentialsEpoch'> = {
    credentialsEpoch() {
      line.polls += 1;
      return line.isCut
        ? errAsync({ kind: 'store-unavailable', cause: 'cut' })
        : store.credentialsEpoch();
    },
  };
  const watch = createCredentialsWatch({ keyStore, now: () => clock.time });
  const changes: number[] = [];
  watch.onChange(() => changes.push(clock.time));
  return { clock, store, line, watch, changes };
}

describe('the credentials watch', () => {
  test('is trusted from the first reading on, for five seconds after each', async () => {
    const { clock, watch } = openWorld();
    expect(watch.isTrusted()).toBe(false);
    await watch.poll();
    expect(watch.isTrusted()).toBe(true);
    clock.time += 4_999;
    expect(watch.isTrusted()).toBe(true);
    clock.time += 1;
    expect(watch.isTrusted()).toBe(false);
    await watch.poll();
    expect(watch.isTrusted()).toBe(true);
  });

  test('is not trusted for longer by readings that fail, and never rejects', async () => {
    const { clock, line, watch } = openWorld();
    await watch.poll();
    line.isCut = true;
    clock.time += 5_000;
    await watch.poll();
    expect(watch.isTrusted()).toBe(false);
    line.isCut = false;
    await watch.poll();
    expect(watch.isTrusted()).toBe(true);
  });

  test('is not trusted when the clock was set back', async () => {
    const { clock, watch } = openWorld();
    await watch.poll();
    clock.time -= 3_600_000;
    expect(watch.isTrusted()).toBe(false);
  });

  test('tells of every change once, before the poll resolves', async () => {
    const { store, watch, changes } = openWorld();
    await watch.poll();
    expect(changes).toHaveLength(1);
    await watch.poll();
    expect(changes).toHaveLength(1);

    const app = sampleApp();
    await store.createApp(app, sampleKey(app.appId), sampleAct);
    await watch.poll();
    expect(changes).toHaveLength(2);
    await store.createHook(sampleHook(app.appId), sampleAct);
    await store.setAppActive(app.appId, false, sampleAct);
    await watch.poll();
    expect(changes).toHaveLength(3);
  });

  test('tells also of an epoch that went back, as after a restore', async () => {
    const epochs = [7, 3, 3];
    const next = (): number => epochs.shift() ?? 3;
    const watch = createCredentialsWatch({
      keyStore: {
        credentialsEpoch: () => ResultAsync.fromSafePromise(Promise.resolve(next())),
      },
      now: () => 0,
    });
    let changes = 0;
    watch.onChange(() => {
      changes += 1;
    });
    for (let polls = 0; polls < 3; polls += 1) await watch.poll();
    expect(changes).toBe(2);
  });

  test('reads once for polls at the same time', async () => {
    const { line, watch } = openWorld();
    await Promise.all([watch.poll(), watch.poll(), watch.poll()]);
    expect(line.polls).toBe(1);
    await watch.poll();
    expect(line.polls).toBe(2);
  });

  test('catches up by a reading that begins afterwards, one for all who ask meanwhile', async () => {
    const readings: PromiseWithResolvers<number>[] = [];
    const watch = createCredentialsWatch({
      keyStore: {
        credentialsEpoch() {
          const reading = Promise.withResolvers<number>();
          readings.push(reading);
          return ResultAsync.fromSafePromise(reading.promise);
        },
      },
      now: () => 0,
    });
    let changes = 0;
    watch.onChange(() => {
      changes += 1;
    });
    const before = watch.poll();
    const caughtUp = Promise.all([watch.catchUp(), watch.catchUp(), watch.catchUp()]);
    // It was begun before the change, so it does not know of it.
    readings[0]?.resolve(1);
    await before;
    await vi.waitFor(() => expect(readings).toHaveLength(2));
    readings[1]?.resolve(2);
    await caughtUp;
    expect(changes).toBe(2);
    expect(readings).toHaveLength(2);
  });
});
