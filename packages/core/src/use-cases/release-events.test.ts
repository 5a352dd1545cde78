import { errAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';

import { createMemoryStorage } from '../memory/index.ts';
import type { HeldSelection, ReleasableState, Slice } from '../ports/event-desk.ts';
import type { EventStore, SetAsideReason } from '../ports/event-store.ts';
import { answered } from '../testing/harness/answered.ts';
import { deskEntries } from '../testing/harness/desk-entries.ts';
import { makeApp } from '../testing/harness/make-app.ts';
import { openApp } from '../testing/harness/open-app.ts';
import { callPayload, numbers } from '../testing/harness/payloads.ts';
import { sampleAct } from '../testing/harness/sample-act.ts';
import { signToken } from '../testing/sign-token.ts';
import { createHookDirectory } from './hook-directory.ts';
import { createReleaseEvents } from './release-events.ts';
import { createCredentialsWatch } from './watch-credentials.ts';

const PLAIN_SECRET = 'the configured secret of the plain path';
const ALL: Slice = { limit: 1_000 };
const cut = { kind: 'store-unavailable', cause: 'cut' } as const;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

async function openWorld(change: (store: EventStore) => Partial<EventStore> = () => ({})) {
  const storage = createMemoryStorage();
  const { keyStore, eventDesk } = storage;
  const eventStore = { ...storage.eventStore, ...change(storage.eventStore) };
  const watch = createCredentialsWatch({ keyStore, now: Date.now });
  const { appId, hookId } = await openApp(storage);
  const secret = (await answered(keyStore.hook(hookId)))?.secrets[0]?.text ?? '';
  await watch.poll();
  const findHook = createHookDirectory({
    keyStore,
    watch,
    now: Date.now,
    defaultHook: { secrets: [PLAIN_SECRET], appId: null },
  });
  const release = createReleaseEvents({ eventDesk, eventStore, keyStore, findHook });
  return {
    ...storage,
    watch,
    appId,
    hookId,
    secret,
    keep: (reason: SetAsideReason, body: string, over: { hookId?: string; appId?: null } = {}) =>
      answered(
        storage.eventStore.setAside({ appId, hookId, ...over, reason, body: bytesOf(body) }),
      ),
    release: (
      selection: HeldSelection & { readonly state: ReleasableState },
      { slice = ALL, to }: { readonly slice?: Slice; readonly to?: string } = {},
    ) =>
      release({ selection, slice, ...(to === undefined ? {} : { appId: to }) }, sampleAct).match(
        ({ count, refused, next }) => ({
          count,
          refused: refused.map(({ reason }) => reason),
          next,
        }),
        ({ kind }) => kind,
      ),
    events: async (state: 'pending' | ReleasableState) =>
      (await answered(storage.eventStore.events({ state }, { limit: 200 }))).rows,
  };
}

const NONE = { count: 0, refused: [], next: null };

describe('a token that was refused', () => {
  test('becomes an event of its hook once the secret fits, and leaves the quarantine', async () => {
    const world = await openWorld();
    const { appId, hookId } = world;
    await world.keep('signature-refused', signToken(callPayload(7), world.secret));

    expect(await world.release({ state: 'quarantined' })).toEqual({ ...NONE, count: 1 });
    expect(await world.events('pending')).toMatchObject([{ appId, hookId, kind: 'call' }]);
    expect(await world.events('quarantined')).toEqual([]);
    expect(await world.release({ state: 'quarantined' })).toEqual(NONE);
    expect(await deskEntries(world)).toMatchObject([{ action: 'quarantine.released', count: 1 }]);
  });

  test('is kept as it was while it does not verify, or its hook is gone', async () => {
    const world = await openWorld();
    await world.keep('signature-refused', signToken(callPayload(7), 'another secret'));
    await world.keep('signature-refused', signToken(callPayload(8), world.secret), {
      hookId: 'nosuchhook',
    });
    const before = await world.events('quarantined');

    expect(await world.release({ state: 'quarantined' })).toEqual({
      ...NONE,
      refused: ['signature-refused', 'hook-not-found'],
    });
    expect(await world.events('quarantined')).toEqual(before);
    expect(await world.events('pending')).toEqual([]);
    expect(await deskEntries(world)).toEqual([]);
  });

  test('does not verify with a secret that is over', async () => {
    const world = await openWorld();
    const { hookId } = world;
    await world.keep('signature-refused', signToken(callPayload(7), world.secret));
    const rotation = { hookId, secret: 'x'.repeat(43), previousUntil: Date.now() - 1 };
    await answered(world.keyStore.rotateHookSecret(rotation, sampleAct));
    await world.watch.poll();

    expect(await world.release({ state: 'quarantined' })).toMatchObject({
      refused: ['signature-refused'],
    });
  });

  test('that holds no event is kept for that reason, and tells nothing of others', async () => {
    const world = await openWorld();
    await world.keep('signature-refused', signToken('not json', world.secret));
    await world.keep('signature-refused', signToken(callPayload(7), world.secret));
    expect(await world.release({ state: 'quarantined' })).toEqual({
      count: 1,
      refused: ['payload-not-json'],
      next: null,
    });
  });

  test('of the plain path goes to the only app there is, or to the one that is named', async () => {
    const world = await openWorld();
    const other = await makeApp(world.keyStore);
    await world.watch.poll();
    const plain = { hookId: 'default', appId: null };
    await world.keep('signature-refused', signToken(callPayload(7), PLAIN_SECRET), plain);

    const selection = { state: 'quarantined' } as const;
    expect(await world.release(selection)).toEqual({ ...NONE, refused: ['unrouted'] });
    const to = other.app.appId;
    expect(await world.release(selection, { to })).toEqual({ ...NONE, count: 1 });
    expect(await world.events('pending')).toMatchObject([{ appId: to, hookId: 'default' }]);
  });

  test('of a hook stays with the app of its hook, whatever app is named', async () => {
    const world = await openWorld();
    const other = await makeApp(world.keyStore);
    await world.keep('signature-refused', signToken(callPayload(7), world.secret));
    await world.release({ state: 'quarantined' }, { to: other.app.appId });
    expect(await world.events('pending')).toMatchObject([{ appId: world.appId }]);
    expect(await deskEntries(world)).toMatchObject([{ appId: world.appId }]);
  });

  test('of the plain path, from before there was an app, is noted for the app that has it now', async () => {
    const world = await openWorld();
    const plain = { hookId: 'default', appId: null };
    for (const id of [1, 2]) {
      await world.keep('signature-refused', signToken(callPayload(id), PLAIN_SECRET), plain);
    }
    expect(await world.release({ state: 'quarantined' })).toEqual({ ...NONE, count: 2 });
    expect(await deskEntries(world)).toMatchObject([{ appId: world.appId, count: 2 }]);
  });
});

describe('a verified delivery', () => {
  test('that was no event then and still is none is kept, with what it is today', async () => {
    const world = await openWorld();
    await world.keep('payload-too-deep', '[1]');
    await world.keep('payload-not-json', callPayload(1));
    expect(await world.release({ state: 'quarantined' })).toEqual({
      count: 1,
      refused: ['payload-not-object'],
      next: null,
    });
    expect(await world.events('pending')).toMatchObject([{ appId: world.appId }]);
  });

  test('of no app goes to the app that is named, and without one is kept', async () => {
    const world = await openWorld();
    const { appId } = world;
    await world.keep('unrouted', callPayload(1), { hookId: 'default', appId: null });
    await world.keep('unrouted', 'no json', { hookId: 'default', appId: null });

    const selection = { state: 'unrouted' } as const;
    expect(await world.release(selection)).toEqual({ ...NONE, refused: ['unrouted', 'unrouted'] });
    expect(await world.release(selection, { to: appId })).toEqual({
      count: 1,
      refused: ['payload-not-json'],
      next: null,
    });
    expect(await world.events('pending')).toMatchObject([{ appId, hookId: 'default' }]);
    expect(await world.events('unrouted')).toHaveLength(1);
  });

  test('is given to no app that is not there', async () => {
    const world = await openWorld();
    await world.keep('unrouted', callPayload(1), { hookId: 'default', appId: null });
    expect(await world.release({ state: 'unrouted' }, { to: 'nobody' })).toBe('app-not-found');
    expect(await world.events('unrouted')).toHaveLength(1);
  });
});

describe('a release', () => {
  test('takes what the selection holds, and says where the next slice begins', async () => {
    const world = await openWorld();
    for (const number of numbers(130)) {
      const body = signToken(callPayload(number), number % 2 ? world.secret : 'another secret');
      await world.keep('signature-refused', body);
    }
    const ids = (await world.events('quarantined')).map(({ id }) => id).toReversed();
    const selection = { state: 'quarantined' } as const;

    const first = await world.release(selection, { slice: { limit: 110 } });
    expect(first).toMatchObject({ count: 55, next: ids[109] });
    const after = ids[109] ?? '';
    const second = await world.release(selection, { slice: { limit: 20, after } });
    expect(second).toMatchObject({ count: 10, next: null });
    expect(await world.release({ ...selection, ids: [] })).toEqual(NONE);
    expect(await world.events('pending')).toHaveLength(65);
    expect(await deskEntries(world)).toMatchObject([{ count: 10 }, { count: 55 }]);
  });

  test('that was cut off before the deliveries went is done once when it is repeated', async () => {
    const world = await openWorld();
    const token = signToken(callPayload(7), world.secret);
    await world.keep('signature-refused', token);
    await world.release({ state: 'quarantined' });
    await world.keep('signature-refused', token);
    expect(await world.release({ state: 'quarantined' })).toEqual({ ...NONE, count: 1 });
    expect(await world.events('pending')).toHaveLength(1);
  });

  test('removes nothing when the events cannot be stored', async () => {
    const world = await openWorld(() => ({ append: () => errAsync(cut) }));
    await world.keep('signature-refused', signToken(callPayload(7), world.secret));
    expect(await world.release({ state: 'quarantined' })).toBe('store-unavailable');
    expect(await world.events('quarantined')).toHaveLength(1);
    expect(await deskEntries(world)).toEqual([]);
  });
});
