import { err, errAsync, ok, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';

import type { Backfill } from '../../domain/backfill.ts';
import { INFERENCE_HOOK_ID, RECONCILIATION_HOOK_ID } from '../../domain/hook.ts';
import { callOf } from '../../memory/dialpad-calls.ts';
import { createMemoryDialpad, createMemoryStorage } from '../../memory/index.ts';
import type { DialpadClient, DialpadError } from '../../ports/dialpad-client.ts';
import { answered } from '../../testing/harness/answered.ts';
import { openApp } from '../../testing/harness/open-app.ts';
import { callPayload, numbers } from '../../testing/harness/payloads.ts';
import { processAll } from '../../testing/harness/process-all.ts';
import { send } from '../../testing/harness/send.ts';
import { createReconciliation } from './create-reconciliation.ts';
import type { ReconciliationDeps } from './reconciliation.ts';

const NOW = Date.UTC(2026, 8, 1, 12);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

describe('walkNext', () => {
  test('is null when no backfill waits', async () => {
    const { reconciliation } = await openStage();
    expect(await answered(reconciliation.walkNext())).toBeNull();
  });

  test('stores what Dialpad lists and we do not know, as raw events that are folded like any other', async () => {
    const stage = await openStage();
    for (const id of numbers(120)) stage.dialpad.addCall(listed(id));
    const walked = await stage.walk();

    expect(walked).toMatchObject({ state: 'done', listed: 120, recovered: 120, error: null });
    expect(stage.wakes()).toBe(3);
    await processAll(stage);
    const call = await answered(stage.recordReader.call(stage.app.appId, '7'));
    expect(call).toMatchObject({
      status: 'ended',
      outcome: 'answered',
      ended_at: new Date(NOW - HOUR_MS + 7).toISOString(),
    });
    const events = await stage.events();
    expect(new Set(events.map(({ hookId }) => hookId))).toEqual(new Set([RECONCILIATION_HOOK_ID]));
  });

  test('stores nothing of calls that our records show already as Dialpad lists them', async () => {
    const stage = await openStage();
    stage.dialpad.addCall(listed(1));
    await send(stage, stage.app, [hangup(1)]);
    await processAll(stage);
    const [first, second] = [await stage.walk(), await stage.walk()];
    expect([first?.recovered, second?.recovered]).toEqual([0, 0]);
    expect(await stage.events()).toHaveLength(1);
    expect(stage.wakes()).toBe(0);
  });

  test('leaves a listed call that goes on as it is, and stores it when it has ended', async () => {
    const stage = await openStage();
    const live = { date_started: NOW - HOUR_MS, event_timestamp: NOW - HOUR_MS };
    await send(stage, stage.app, [callPayload(1, { ...live, state: 'connected' })]);
    await processAll(stage);
    stage.listNext([{ ...listed(1), state: 'connected', date_ended: null }, listed(2)]);
    expect(await stage.walk()).toMatchObject({ state: 'done', listed: 2, recovered: 1 });
    await processAll(stage);
    const call = async () => answered(stage.recordReader.call(stage.app.appId, '1'));
    expect(await call()).toMatchObject({ state: 'connected', outcome: null, ended_at: null });
    stage.dialpad.addCall(listed(1));
    stage.dialpad.addCall(listed(2));
    expect((await stage.walk())?.recovered).toBe(1);
    await processAll(stage);
    expect(await call()).toMatchObject({ outcome: 'answered' });
  });

  test('tells of a call that is over here and not listed there, if it was over for two minutes', async () => {
    const stage = await openStage();
    const before = { date_started: NOW - HOUR_MS };
    await send(stage, stage.app, [
      hangup(1),
      hangup(2, { ...before, date_ended: NOW - 2 * MINUTE_MS - 1 }),
      hangup(3, { ...before, date_ended: NOW - 2 * MINUTE_MS }),
      callPayload(4, { ...before, event_timestamp: NOW - HOUR_MS }),
    ]);
    stage.dialpad.addCall(listed(1));
    await processAll(stage);
    await stage.walk();
    expect(await stage.unexplained()).toEqual([{ dialpadCallId: '2', reason: 'not-listed' }]);

    stage.dialpad.addCall(listed(2, { ...before, date_ended: NOW - 2 * MINUTE_MS - 1 }));
    stage.dialpad.addCall(listed(3, { ...before, date_ended: NOW - 2 * MINUTE_MS }));
    await stage.walk();
    expect(await stage.unexplained()).toEqual([]);
  });

  test('tells of every call that is not listed, however many', async () => {
    const stage = await openStage();
    const ids = numbers(1_200);
    await send(
      stage,
      stage.app,
      ids.map((id) => hangup(id)),
    );
    await processAll(stage);
    await stage.walk();
    expect(await stage.unexplained()).toHaveLength(ids.length);
  });

  test('tells of a call that differs although what is listed was stored before', async () => {
    const stage = await openStage();
    stage.dialpad.addCall(listed(1));
    expect((await stage.walk())?.recovered).toBe(1);
    expect(await stage.unexplained()).toEqual([]);
    // Nothing was processed in between: it may be about to be.
    stage.setNow(NOW + 2 * MINUTE_MS);
    expect((await stage.walk())?.recovered).toBe(0);
    expect(await stage.unexplained()).toEqual([]);
    stage.setNow(NOW + 2 * MINUTE_MS + 1);
    expect((await stage.walk())?.recovered).toBe(0);
    expect(await stage.unexplained()).toEqual([{ dialpadCallId: '1', reason: 'differs' }]);
    await processAll(stage);
    await stage.walk();
    expect(await stage.unexplained()).toEqual([]);
  });

  test.each<[string, DialpadError]>([
    ['dialpad-unauthorized', { kind: 'dialpad-unauthorized' }],
    ['dialpad-forbidden (calls:list)', { kind: 'dialpad-forbidden', scope: 'calls:list' }],
    ['dialpad-forbidden', { kind: 'dialpad-forbidden', scope: null }],
    ['dialpad-reauthorisation-needed', { kind: 'dialpad-reauthorisation-needed' }],
  ])('fails with %s, and its hours cannot be verified', async (error, failure) => {
    const stage = await openStage();
    stage.dialpad.failNext('calls', failure);
    expect(await stage.walk()).toMatchObject({ state: 'failed', error });
    expect(await stage.standings()).toEqual(['unverifiable', 'unverifiable']);
    expect(await stage.walk()).toMatchObject({ state: 'done' });
    expect(await stage.standings()).toEqual(['verified', 'verified']);
  });

  test('fails when the app has nobody to ask', async () => {
    const stage = await openStage({ isConnected: false });
    expect(await stage.walk()).toMatchObject({ state: 'failed', error: 'dialpad-not-connected' });
  });

  test('fails when Dialpad refuses the request, which says nothing of its hours', async () => {
    const stage = await openStage();
    stage.dialpad.failNext('calls', { kind: 'dialpad-rejected', status: 400, detail: 'private' });
    expect(await stage.walk()).toMatchObject({ state: 'failed', error: 'dialpad-rejected' });
    expect(await stage.standings()).toEqual([]);
  });

  test('waits as long as Dialpad asks for, and goes on from where it was', async () => {
    const stage = await openStage({ breaksAfter: 70 });
    for (const id of numbers(120)) stage.dialpad.addCall(listed(id, { date_started: startOf(id) }));
    const retryAt = NOW + 40 * MINUTE_MS;
    stage.breakNext({ kind: 'dialpad-rate-limited', retryAt });
    const stopped = await stage.walk();
    expect(stopped).toMatchObject({ state: 'running', listed: 70, recovered: 70 });
    expect(stopped?.reached).toBe(startOf(51));

    await processAll(stage);
    stage.setNow(retryAt - 1);
    expect(await answered(stage.reconciliation.walkNext())).toBeNull();
    stage.setNow(retryAt);
    const done = await answered(stage.reconciliation.walkNext());
    expect(done).toMatchObject({ id: stopped?.id, state: 'done' });
    // The call at which it was broken off is listed again, since others may have started with it.
    expect(done?.listed).toBe(121);
    await processAll(stage);
    expect(await stage.callCount()).toBe(120);
    expect(await stage.unexplained()).toEqual([]);
  });

  test('judges what it saw until it was broken off, and the rest when it goes on', async () => {
    const stage = await openStage({ breaksAfter: 1 });
    const ours = [10, 20, 30].map((id) => hangup(id, { date_started: startOf(id) }));
    await send(stage, stage.app, ours);
    await processAll(stage);
    stage.dialpad.addCall(listed(20, { date_started: startOf(20) }));
    stage.breakNext({ kind: 'dialpad-rate-limited', retryAt: NOW });
    await stage.walk();
    const [newest, oldest] = ['30', '10'].map((id) => ({
      dialpadCallId: id,
      reason: 'not-listed',
    }));
    expect(await stage.unexplained()).toEqual([newest]);
    stage.setNow(NOW + MINUTE_MS);
    expect(await answered(stage.reconciliation.walkNext())).toMatchObject({ state: 'done' });
    expect(await stage.unexplained()).toEqual([oldest, newest]);
  });

  test('judges nothing that it has not seen', async () => {
    const stage = await openStage({ isConnected: false });
    await send(stage, stage.app, [hangup(1)]);
    await processAll(stage);
    expect(await stage.walk()).toMatchObject({ state: 'failed' });
    expect(await stage.unexplained()).toEqual([]);
  });

  test('tries again ever later while Dialpad is in trouble, and gives up after a day', async () => {
    const stage = await openStage();
    const failure = { kind: 'dialpad-unavailable', isUnclear: false, cause: 'trouble' } as const;
    const tries: number[] = [];
    let last: Backfill | null = null;
    await stage.add();
    for (let now = NOW; last?.state !== 'failed'; now += 1_000) {
      stage.setNow(now);
      stage.dialpad.failNext('calls', failure);
      const walked = await answered(stage.reconciliation.walkNext());
      if (walked !== null) [last] = [walked, tries.push(now - NOW)];
      if (now > NOW + 2 * DAY_MS) break;
    }
    expect(last).toMatchObject({ state: 'failed', error: 'dialpad-unavailable' });
    expect(tries.slice(0, 5)).toEqual([0, 5_000, 10_000, 20_000, 40_000]);
    expect(tries.at(-1)).toBeGreaterThanOrEqual(DAY_MS);
    expect(tries.at(-1)).toBeLessThan(DAY_MS + 10 * MINUTE_MS);
    const waits = tries.map((time, nth) => time - (tries[nth - 1] ?? 0));
    expect(Math.max(...waits)).toBeLessThanOrEqual(5 * MINUTE_MS);
  });

  test('gives the error of its own storage, and the backfill comes again', async () => {
    const stage = await openStage();
    stage.dialpad.addCall(listed(1));
    stage.cutAppend();
    const outcome = await stage.tryWalk();
    expect(outcome).toEqual(err({ kind: 'store-unavailable', cause: 'cut' }));
    stage.setNow(NOW + MINUTE_MS);
    expect(await answered(stage.reconciliation.walkNext())).toMatchObject({
      state: 'done',
      recovered: 1,
    });
  });

  test('leaves a backfill that somebody else took meanwhile to that one', async () => {
    const stage = await openStage({ breaksAfter: 60 });
    for (const id of numbers(120)) stage.dialpad.addCall(listed(id));
    stage.onBreak(async () => {
      stage.setNow(NOW + 2 * MINUTE_MS);
      const taken = await answered(stage.reconciliationStore.takeBackfill(HOUR_MS));
      expect(taken).toMatchObject({ state: 'running', listed: 50 });
    });
    expect(await stage.walk()).toMatchObject({ state: 'running', listed: 50 });
    // It ends with the page after which it was seen.
    expect(await stage.events()).toHaveLength(100);
  });
});

describe('endSilentCalls', () => {
  const silentFor = { event_timestamp: NOW - 5 * HOUR_MS, date_started: NOW - 5 * HOUR_MS };

  async function openSilent(ids: readonly number[], isConnected = true) {
    const stage = await openStage({ isConnected });
    stage.setNow(NOW - 5 * HOUR_MS);
    const payloads = ids.map((id) =>
      callPayload(id, { ...silentFor, state: 'connected', direction: 'outbound' }),
    );
    await send(stage, stage.app, payloads);
    await processAll(stage);
    stage.setNow(NOW);
    return stage;
  }

  test('asks nothing of calls that were heard of in the last four hours', async () => {
    const stage = await openSilent([1]);
    stage.setNow(NOW - 1.1 * HOUR_MS);
    expect(await stage.endSilent()).toEqual({ asked: 0, ended: 0, error: null });
    expect(stage.asked('call')).toBe(0);
  });

  test('ends a call that Dialpad does not know, without saying when', async () => {
    const stage = await openSilent([1]);
    expect(await stage.endSilent()).toEqual({ asked: 1, ended: 1, error: null });
    expect(await stage.endSilent()).toEqual({ asked: 0, ended: 0, error: null });
    await processAll(stage);
    const call = await answered(stage.recordReader.call(stage.app.appId, '1'));
    expect(call).toMatchObject({ status: 'no_answer', state: 'hangup', ended_at: null });
    const [event] = await stage.events();
    expect(event).toMatchObject({ hookId: INFERENCE_HOOK_ID, type: 'hangup' });
    expect(Date.parse(event?.occurredAt ?? '')).toBe(silentFor.event_timestamp + 1);
    expect(stage.wakes()).toBe(1);
  });

  test('ends a call that Dialpad says ended, as Dialpad has it', async () => {
    const stage = await openSilent([1]);
    stage.dialpad.addCall(listed(1, { date_started: silentFor.date_started }));
    expect(await stage.endSilent()).toEqual({ asked: 1, ended: 1, error: null });
    await processAll(stage);
    const call = await answered(stage.recordReader.call(stage.app.appId, '1'));
    expect(call).toMatchObject({
      outcome: 'answered',
      ended_at: new Date(NOW - HOUR_MS + 1).toISOString(),
    });
    expect((await stage.events())[0]?.hookId).toBe(INFERENCE_HOOK_ID);
  });

  test('leaves a call that Dialpad says is live, and asks again after an hour', async () => {
    const stage = await openSilent([1, 2]);
    stage.dialpad.addCall({ call_id: 1, date_started: silentFor.date_started });
    expect(await stage.endSilent(1)).toEqual({ asked: 1, ended: 0, error: null });
    // The other one does not wait behind it.
    expect(await stage.endSilent(1)).toEqual({ asked: 1, ended: 1, error: null });
    expect(await stage.endSilent(1)).toEqual({ asked: 0, ended: 0, error: null });
    stage.setNow(NOW + HOUR_MS);
    expect(await stage.endSilent(1)).toEqual({ asked: 1, ended: 0, error: null });
  });

  test('asks about at most as many as it may', async () => {
    const stage = await openSilent(numbers(8));
    expect(await stage.endSilent(5)).toEqual({ asked: 5, ended: 5, error: null });
    expect(await stage.endSilent(5)).toEqual({ asked: 3, ended: 3, error: null });
  });

  test('gives what Dialpad answers to a call that it could not be asked about, and leaves its app', async () => {
    const stage = await openSilent([1, 2, 3]);
    const error = { kind: 'dialpad-rate-limited', retryAt: NOW + MINUTE_MS } as const;
    stage.dialpad.failNext('call', error);
    expect(await stage.endSilent()).toEqual({ asked: 1, ended: 0, error });
    expect(await stage.endSilent()).toEqual({ asked: 3, ended: 3, error: null });
  });

  test('asks about no call of an app that Dialpad may not know, whoever could be asked', async () => {
    const stage = await openSilent([1, 2]);
    stage.setKnown(okAsync(false));
    expect(await stage.endSilent()).toEqual({ asked: 0, ended: 0, error: null });
    const cut = { kind: 'store-unavailable', cause: 'cut' } as const;
    stage.setKnown(errAsync(cut));
    expect(await stage.endSilent()).toMatchObject({ ended: 0, error: cut });
    expect(stage.asked('call')).toBe(0);
    stage.setKnown(okAsync(true));
    expect(await stage.endSilent()).toEqual({ asked: 2, ended: 2, error: null });
  });

  test('asks about no call of an app that has nobody to ask', async () => {
    const stage = await openSilent([1], false);
    expect(await stage.endSilent()).toEqual({ asked: 0, ended: 0, error: null });
  });
});

/** A concluded call as Dialpad's API tells it: an hour ago, answered. */
function listed(id: number, more: object = {}) {
  return {
    call_id: String(id),
    state: 'hangup',
    direction: 'inbound',
    date_started: String(NOW - HOUR_MS - 60_000 + id),
    date_connected: String(NOW - HOUR_MS - 30_000 + id),
    date_ended: String(NOW - HOUR_MS + id),
    target: { id: '5001', type: 'user', name: 'Ben Okafor' },
    ...more,
  };
}

/** As the webhook would have told it. */
function hangup(id: number, more: object = {}): string {
  return callPayload(id, {
    state: 'hangup',
    direction: 'inbound',
    date_started: NOW - HOUR_MS - 60_000 + id,
    date_connected: NOW - HOUR_MS - 30_000 + id,
    date_ended: NOW - HOUR_MS + id,
    event_timestamp: NOW - HOUR_MS + 1_600 + id,
    target: { id: 5001, type: 'user', name: 'Ben Okafor', office_id: 7 },
    ...more,
  });
}

const startOf = (id: number): number => NOW - 90 * MINUTE_MS + id * 1_000;

interface Stage {
  readonly isConnected?: boolean;
  /** So many calls are listed before what `breakNext` or `onBreak` plan. */
  readonly breaksAfter?: number;
}

async function openStage({ isConnected = true, breaksAfter = 0 }: Stage = {}) {
  let now = NOW;
  let wakes = 0;
  let isCut = false;
  let broken: DialpadError | null = null;
  let atBreak: (() => Promise<void>) | null = null;
  let isKnown: ReturnType<ReconciliationDeps['isKnownAtDialpad']> = okAsync(true);
  let listedNext: readonly Readonly<Record<string, unknown>>[] = [];
  const storage = createMemoryStorage({ now: () => now });
  const dialpad = createMemoryDialpad({ now: () => now, tokenLifetimeS: null });
  const { accessToken } = dialpad.issueTokens();
  const tokens = {
    token: () => okAsync(accessToken),
    renewed: () => errAsync({ kind: 'dialpad-unauthorized' } as const),
  };
  const client = dialpad.open({ companyKey: 'a company', tokens });
  const breaking: DialpadClient = {
    ...client,
    calls: (window) => ({
      async *[Symbol.asyncIterator]() {
        let count = 0;
        const odd = listedNext;
        listedNext = [];
        for (const call of odd) yield ok(callOf(call));
        for await (const call of client.calls(window)) {
          if (count === breaksAfter) {
            await atBreak?.();
            const failure = broken;
            broken = null;
            if (failure !== null) return yield err(failure);
          }
          count += 1;
          yield call;
        }
        const failure = broken;
        broken = null;
        if (failure !== null) yield err(failure);
      },
    }),
  };
  const app = await openApp(storage);
  const reconciliation = createReconciliation({
    store: storage.reconciliationStore,
    eventStore: {
      append: (events) => {
        if (!isCut) return storage.eventStore.append(events);
        isCut = false;
        return errAsync({ kind: 'store-unavailable', cause: 'cut' });
      },
    },
    dialpadFor: () =>
      isConnected ? okAsync(breaking) : errAsync({ kind: 'dialpad-not-connected' as const }),
    isKnownAtDialpad: () => isKnown,
    now: () => now,
    onStored: () => {
      wakes += 1;
    },
  });
  const window = { from: NOW - 2 * HOUR_MS, to: NOW };
  const add = () =>
    answered(
      storage.reconciliationStore.addBackfill(
        { appId: app.appId, reason: 'operator', ...window },
        null,
      ),
    );
  const tryWalk = async () => {
    await add();
    return reconciliation.walkNext();
  };
  const hours = async () =>
    (await answered(storage.reconciliationStore.ledger(app.appId, window))) ?? [];
  const listOptions = { sort: '-started_at', limit: 1, count: true } as const;
  return {
    ...storage,
    app,
    dialpad,
    reconciliation,
    add,
    tryWalk,
    walk: async () => (await tryWalk())._unsafeUnwrap(),
    endSilent: (limit = 10) => answered(reconciliation.endSilentCalls(limit)),
    setNow: (time: number) => {
      now = time;
    },
    cutAppend: () => {
      isCut = true;
    },
    breakNext: (error: DialpadError) => {
      broken = error;
    },
    setKnown: (known: typeof isKnown) => {
      isKnown = known;
    },
    /** Before what Dialpad has, and only once: also what it ought not to list. */
    listNext: (calls: typeof listedNext) => {
      listedNext = calls;
    },
    onBreak: (work: () => Promise<void>) => {
      atBreak = work;
    },
    wakes: () => wakes,
    asked: (method: string) => dialpad.asked().filter((name) => name === method).length,
    events: async () => (await answered(storage.eventStore.events({}, { limit: 200 }))).rows,
    callCount: async () =>
      (await answered(storage.recordReader.calls(app.appId, listOptions))).total,
    unexplained: async () => (await hours()).flatMap(({ unexplained }) => unexplained),
    standings: async () => (await hours()).map(({ standing }) => standing),
  };
}
