import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import { describe, expect, test, vi } from 'vitest';

import { createMemoryStorage } from '../memory/index.ts';
import type { EventStore, SetAside } from '../ports/event-store.ts';
import { sampleAct } from '../testing/harness/sample-act.ts';
import { sampleApp, sampleHook, sampleKey } from '../testing/key-store-samples.ts';
import { signToken } from '../testing/sign-token.ts';
import { createHookDirectory } from './hook-directory.ts';
import { createReceiveEvent, type ReceiveEventDeps } from './receive-event.ts';
import { createCredentialsWatch } from './watch-credentials.ts';

const PLAIN_SECRET = 'the configured secret of the plain path';
const CALL = '{"call_id": 9007199254740993, "state": "ringing", "event_timestamp": 1788274800730}';
const cut = { kind: 'store-unavailable', cause: 'cut' } as const;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

async function openWorld(
  change: (store: EventStore) => Partial<EventStore> = () => ({}),
  more: Partial<ReceiveEventDeps> = {},
) {
  const clock = { time: Date.UTC(2026, 8, 1) };
  const now = () => clock.time;
  const { keyStore, eventStore: memory } = createMemoryStorage({ now });
  const log = { stored: 0, refused: [] as string[], failed: 0, setAside: [] as SetAside[] };
  const watched: EventStore = {
    ...memory,
    setAside(delivery) {
      log.setAside.push(delivery);
      return memory.setAside(delivery);
    },
  };
  const eventStore = { ...watched, ...change(watched) };
  const watch = createCredentialsWatch({ keyStore, now });
  const app = sampleApp();
  await keyStore.createApp(app, sampleKey(app.appId), sampleAct);
  const hook = sampleHook(app.appId);
  await keyStore.createHook(hook, sampleAct);
  await watch.poll();
  const defaultHook = { secrets: [PLAIN_SECRET], appId: null };
  const receive = createReceiveEvent({
    findHook: createHookDirectory({ keyStore, watch, now, defaultHook }),
    eventStore,
    now,
    onStored: () => {
      log.stored += 1;
    },
    onRefused: (hookId, reason) => void log.refused.push(`${hookId} ${reason}`),
    onSetAsideFailed: () => {
      log.failed += 1;
    },
    ...more,
  });
  const post = (body: string | Uint8Array, hookId: string | null = hook.hookId) =>
    receive(hookId, typeof body === 'string' ? bytesOf(body) : body).match(
      (received): { kind: string; reason?: string } => received,
      ({ kind }) => ({ kind }),
    );
  const events = async () => (await memory.events({}, { limit: 200 }))._unsafeUnwrap().rows;
  const sign = (payload: string | Uint8Array) => signToken(payload, hook.secret);
  return { clock, keyStore, memory, watch, hook, log, post, events, sign, receive };
}

describe('a delivery that is signed', () => {
  test('is stored for the app of its hook, as verified, and wakes the worker', async () => {
    const payloads: string[] = [];
    const { post, sign, hook, events, log } = await openWorld((store) => ({
      append: (given) => {
        payloads.push(...given.map(({ payload }) => payload));
        return store.append(given);
      },
    }));
    expect(await post(sign(CALL))).toMatchObject({ kind: 'stored' });
    expect(await events()).toMatchObject([
      { appId: hook.appId, hookId: hook.hookId, kind: 'call', type: 'ringing', state: 'pending' },
    ]);
    expect(payloads).toEqual([CALL]);
    expect(log.stored).toBe(1);
    expect(log.refused).toEqual([]);
  });

  test('is stored once, however often it comes', async () => {
    const { post, sign, events, log } = await openWorld();
    const first = await post(sign(CALL));
    expect(await post(sign(CALL))).toEqual({ ...first, kind: 'duplicate' });
    expect(await events()).toHaveLength(1);
    expect(log.stored).toBe(1);
  });

  test('is taken with blanks and line ends around it', async () => {
    const { post, sign } = await openWorld();
    expect(await post(`\r\n ${sign(CALL)}\t\n`)).toMatchObject({ kind: 'stored' });
  });

  test('of an app that is switched off is stored all the same', async () => {
    const { post, sign, hook, keyStore, watch } = await openWorld();
    await keyStore.setAppActive(hook.appId, false, sampleAct);
    await watch.poll();
    expect(await post(sign(CALL))).toMatchObject({ kind: 'stored' });
  });

  test('of a kind that nobody knows is stored', async () => {
    const { post, sign, events } = await openWorld();
    expect(await post(sign('{"something":"new"}'))).toMatchObject({ kind: 'stored' });
    expect(await events()).toMatchObject([{ kind: 'other' }]);
  });

  test('and cannot become an event is set aside byte for byte with the reason', async () => {
    const { post, sign, log, events } = await openWorld();
    const strange: readonly (readonly [string | Uint8Array, string])[] = [
      ['not json', 'payload-not-json'],
      ['\ufeff{}', 'payload-not-json'],
      ['[1]', 'payload-not-object'],
      ['null', 'payload-not-object'],
      [Uint8Array.of(0x7b, 0xff, 0x7d), 'payload-not-utf8'],
      [`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'payload-too-deep'],
    ];
    for (const [payload, reason] of strange) {
      expect(await post(sign(payload))).toEqual({ kind: 'set-aside', reason });
      const kept = log.setAside.at(-1);
      expect(kept?.reason).toBe(reason);
      expect(Buffer.from(kept?.body ?? []).equals(Buffer.from(payload))).toBe(true);
    }
    expect(log.stored).toBe(0);
    expect((await events()).map(({ state }) => state)).toEqual(strange.map(() => 'quarantined'));
  });

  test('is not acknowledged when the store fails', async () => {
    const { post, sign, log } = await openWorld(() => ({
      append: () => errAsync(cut),
      setAside: () => errAsync(cut),
    }));
    expect(await post(sign(CALL))).toEqual({ kind: 'store-unavailable' });
    expect(await post(sign('not json'))).toEqual({ kind: 'store-unavailable' });
    expect(log.stored).toBe(0);
  });

  test('is not acknowledged when the store does not say what became of it', async () => {
    const { post, sign } = await openWorld((store) => ({ append: () => store.append([]) }));
    expect(await post(sign(CALL))).toEqual({ kind: 'store-unavailable' });
  });
});

describe('a delivery on the plain path', () => {
  const token = signToken(CALL, PLAIN_SECRET);

  test('belongs to the only app', async () => {
    const { post, hook, events } = await openWorld();
    expect(await post(token, null)).toMatchObject({ kind: 'stored' });
    expect(await events()).toMatchObject([{ appId: hook.appId, hookId: 'default' }]);
  });

  test('is kept as unrouted while no app can be told', async () => {
    const { post, keyStore, watch, log, events } = await openWorld();
    const second = sampleApp();
    await keyStore.createApp(second, sampleKey(second.appId), sampleAct);
    await watch.poll();
    expect(await post(token, null)).toEqual({ kind: 'unrouted' });
    expect(log.setAside).toMatchObject([{ reason: 'unrouted', hookId: 'default', appId: null }]);
    expect(Buffer.from(log.setAside[0]?.body ?? []).toString()).toBe(CALL);
    expect(await events()).toMatchObject([{ state: 'unrouted' }]);
    expect(log.stored).toBe(0);
  });

  test('is refused with the secret of a hook, as is its token on the hook', async () => {
    const { post, sign } = await openWorld();
    expect(await post(sign(CALL), null)).toEqual({ kind: 'signature-refused' });
    expect(await post(token)).toEqual({ kind: 'signature-refused' });
  });
});

describe('a delivery that is not signed rightly', () => {
  const forged = (number: number): string => signToken(`{"number":${number}}`, 'a wrong secret');

  test('is refused, counted by its hook and reason, and never becomes an event', async () => {
    const { post, sign, hook, events, log, memory } = await openWorld();
    const bodies = [
      CALL,
      '',
      sign(CALL).slice(0, -3),
      signToken(CALL, hook.secret, '{"alg":"none"}'),
    ];
    for (const body of bodies) expect(await post(body)).toEqual({ kind: 'signature-refused' });
    expect(log.refused).toEqual(
      ['not-three-segments', 'not-three-segments', 'signature-length', 'algorithm-not-hs256'].map(
        (reason) => `${hook.hookId} ${reason}`,
      ),
    );
    expect(await events()).toEqual([]);
    expect(log.setAside).toEqual([]);
    expect((await memory.queue())._unsafeUnwrap().pending).toBe(0);
  });

  test('to a hook that is not there is not even counted', async () => {
    const { post, log } = await openWorld();
    expect(await post(forged(1), 'nosuchhook')).toEqual({ kind: 'hook-not-found' });
    expect(log.refused).toEqual([]);
    expect(log.setAside).toEqual([]);
  });

  test('is kept as it came when only the secret can be wrong', async () => {
    const { post, hook, log } = await openWorld();
    expect(await post(`${forged(1)}\n`)).toEqual({ kind: 'signature-refused' });
    expect(log.setAside).toEqual([
      {
        reason: 'signature-refused',
        hookId: hook.hookId,
        appId: hook.appId,
        body: bytesOf(forged(1)),
      },
    ]);
  });

  test('is kept 200 times an hour for each hook, and never over 64 KiB', async () => {
    const { post, log, clock } = await openWorld();
    await post(signToken('x'.repeat(50_000), 'a wrong secret'));
    expect(log.setAside).toHaveLength(0);
    for (let number = 0; number < 250; number += 1) await post(forged(number));
    expect(log.setAside).toHaveLength(200);
    await post(signToken('{}', 'a wrong secret'), null);
    expect(log.setAside).toHaveLength(201);
    clock.time += 3_600_000;
    await post(forged(0));
    expect(log.setAside).toHaveLength(202);
    expect(log.refused).toHaveLength(253);
  });

  test('is answered without waiting for its keeping, and the same when that fails', async () => {
    const gate = Promise.withResolvers<void>();
    const { post, log } = await openWorld(() => ({
      setAside: () => ResultAsync.fromSafePromise(gate.promise).andThen(() => errAsync(cut)),
    }));
    expect(await post(forged(1))).toEqual({ kind: 'signature-refused' });
    expect(log.failed).toBe(0);
    gate.resolve();
    await vi.waitFor(() => expect(log.failed).toBe(1), 20_000);
  });
});

describe('while a rotation is open', () => {
  const NEXT_SECRET = 'the secret that follows, long enough';

  async function openRotation(tell: () => ResultAsync<void, typeof cut> = () => okAsync()) {
    const told: string[] = [];
    const world = await openWorld(undefined, {
      onNewSecretVerified: (hookId) => {
        told.push(hookId);
        return tell();
      },
    });
    const { hook, keyStore, watch } = world;
    const rotate = async (previousUntil: number | null) => {
      const rotation = { hookId: hook.hookId, secret: NEXT_SECRET, previousUntil };
      (await keyStore.rotateHookSecret(rotation, sampleAct))._unsafeUnwrap();
      await watch.poll();
    };
    const signed = (number: number, secret: string) => signToken(`{"number":${number}}`, secret);
    return { ...world, told, rotate, signed };
  }

  test('the first delivery that the new secret signed is told, once', async () => {
    const { told, rotate, signed, post, hook } = await openRotation();
    await rotate(null);
    await post(signed(1, hook.secret));
    await post(signed(2, 'a wrong secret'));
    expect(told).toEqual([]);
    for (const number of [3, 4, 5]) {
      expect(await post(signed(number, NEXT_SECRET))).toMatchObject({ kind: 'stored' });
    }
    expect(told).toEqual([hook.hookId]);
    expect(await post(signed(6, hook.secret))).toMatchObject({ kind: 'stored' });
  });

  /** Another process rotates, and this one has not heard of it. */
  async function openBehind() {
    const told: string[] = [];
    let catches = 0;
    const world = await openWorld(undefined, {
      catchUp() {
        catches += 1;
        return world.watch.catchUp();
      },
      onNewSecretVerified: (hookId) => {
        told.push(hookId);
        return okAsync();
      },
    });
    const { hook, keyStore, post } = world;
    const rotate = async (secret: string) =>
      (
        await keyStore.rotateHookSecret(
          { hookId: hook.hookId, secret, previousUntil: null },
          sampleAct,
        )
      )._unsafeUnwrap();
    let number = 0;
    const postSigned = (secret: string) => {
      number += 1;
      return post(signToken(`{"number":${number}}`, secret));
    };
    return { ...world, told, catches: () => catches, rotate, postSigned };
  }

  test('a delivery is stored that a secret signed of which this process has not heard', async () => {
    const { hook, keyStore, log, events, catches, rotate, postSigned } = await openBehind();
    expect(await postSigned(hook.secret)).toMatchObject({ kind: 'stored' });
    expect(catches()).toBe(0);
    await rotate(NEXT_SECRET);
    expect(await postSigned(NEXT_SECRET)).toMatchObject({ kind: 'stored' });
    expect(await postSigned(hook.secret)).toMatchObject({ kind: 'stored' });
    expect(log.refused).toEqual([]);

    expect(await postSigned('a wrong secret')).toEqual({ kind: 'signature-refused' });
    expect(log.refused).toEqual([`${hook.hookId} signature-differs`]);
    const stored = (await events()).filter(({ state }) => state === 'pending');
    expect(stored).toHaveLength(3);
    await keyStore.deleteHook(hook.hookId, sampleAct);
    expect(await postSigned('a wrong secret')).toEqual({ kind: 'hook-not-found' });
  });

  test('nothing is told of a secret that was the new one until a moment ago', async () => {
    const { hook, watch, told, rotate, postSigned } = await openBehind();
    await rotate(NEXT_SECRET);
    await watch.poll();
    await postSigned(hook.secret);
    await rotate('the secret after that one, as long');
    expect(await postSigned(NEXT_SECRET)).toMatchObject({ kind: 'stored' });
    await watch.poll();
    expect(told).toEqual([]);
    await postSigned('the secret after that one, as long');
    await vi.waitFor(() => expect(told).toEqual([hook.hookId]));
  });

  test('it is told again when telling failed, and when the hook was read anew', async () => {
    const outcomes = [errAsync(cut), okAsync<void>(undefined), okAsync<void>(undefined)];
    const tell = (): ResultAsync<void, typeof cut> => outcomes.shift() ?? okAsync(undefined);
    const { told, rotate, signed, post, keyStore, watch, hook } = await openRotation(tell);
    await rotate(null);
    await post(signed(1, NEXT_SECRET));
    await post(signed(2, NEXT_SECRET));
    await post(signed(3, NEXT_SECRET));
    expect(told).toHaveLength(2);
    await keyStore.setAppActive(hook.appId, false, sampleAct);
    await watch.poll();
    await post(signed(4, NEXT_SECRET));
    await post(signed(5, NEXT_SECRET));
    expect(told).toHaveLength(3);
  });

  test('nothing is told of other hooks: with no rotation, one with an end, or the plain path', async () => {
    const { told, rotate, signed, post, hook, clock, keyStore, watch } = await openRotation();
    await post(signed(1, hook.secret));
    await post(signed(2, PLAIN_SECRET), null);
    await rotate(clock.time + 3_600_000);
    await post(signed(3, NEXT_SECRET));
    await rotate(null);
    (await keyStore.closeRotation(hook.hookId, clock.time + 3_600_000))._unsafeUnwrap();
    await watch.poll();
    await post(signed(4, NEXT_SECRET));
    expect(told).toEqual([]);
  });
});
