import { randomBytes, randomUUID } from 'node:crypto';

import {
  createDialpadAccess,
  createReconciliation,
  createWebhookSetup,
  planBackfills,
  type RefreshReport,
  type RegistrationStep,
} from '@dialpad-cti/core';
import { createMemoryDialpad, createMemoryStorage } from '@dialpad-cti/core/memory';
import { sampleAct } from '@dialpad-cti/core/testing';
import { errAsync, ResultAsync } from 'neverthrow';
import { afterEach, describe, expect, test } from 'vitest';

import {
  createDialpadJobs,
  type DialpadJobs,
  type DialpadJobsDeps,
} from './create-dialpad-jobs.ts';
import { createGapWatch } from './create-gap-watch.ts';
import { createIsKnown } from './create-is-known.ts';

const now = Date.now;
const running: DialpadJobs[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ stop }) => stop()));
});

/** An app that is set up at a Dialpad in memory, and the jobs of one server. */
async function openJobs(more: Partial<DialpadJobsDeps> = {}) {
  const storage = createMemoryStorage();
  const { keyStore, connectionStore, webhookRegistry, reconciliationStore, eventStore } = storage;
  const dialpad = createMemoryDialpad();
  const access = createDialpadAccess({
    connectionStore,
    oauth: null,
    open: dialpad.open,
    staticKey: dialpad.issueTokens().accessToken,
    now,
    random: Math.random,
    publish: () => undefined,
  });
  const { dialpadFor } = access;
  const setup = createWebhookSetup({
    registry: webhookRegistry,
    keyStore,
    dialpadFor,
    randomBytes,
    now,
  });
  const appId = randomUUID();
  const key = { keyId: 'k'.repeat(12), name: 'default', digest: new Uint8Array(32) };
  await keyStore.createApp(
    { appId, name: 'An app' },
    { ...key, appId, pepperId: 'p', hash: 'h' },
    sampleAct,
  );
  const set = await setup.setUp({ appId, baseUrl: 'https://cti.example.com/hooks' }, sampleAct);
  const { hookId } = set._unsafeUnwrap().registration;
  const troubles: string[] = [];
  const jobs = createDialpadJobs({
    reconciliation: createReconciliation({
      store: reconciliationStore,
      eventStore,
      dialpadFor,
      isKnownAtDialpad: createIsKnown({ registry: webhookRegistry, connectionStore }),
      now,
      onStored: () => undefined,
    }),
    store: reconciliationStore,
    registry: webhookRegistry,
    planBackfills,
    gaps: createGapWatch(now),
    refreshDue: access.refreshDue,
    now,
    onFailed: (failedFor, reason) => troubles.push(`${failedFor}: ${reason}`),
    onRefreshFailed: (_appId, reason) => troubles.push(reason),
    onSilentFailed: (reason) => troubles.push(reason),
    onTrouble: ({ kind }) => troubles.push(kind),
    ...more,
  });
  running.push(jobs);
  const events = async () => (await eventStore.events({ appId }, { limit: 10 })).unwrapOr(null);
  const walks = async () =>
    (await reconciliationStore.backfills(appId, { limit: 10 }))._unsafeUnwrap().rows;
  const note = async (step: RegistrationStep) => {
    expect((await webhookRegistry.note(hookId, step))._unsafeUnwrap()).not.toBeNull();
  };
  return { jobs, dialpad, appId, reconciliationStore, events, troubles, walks, note };
}

const endedCall = (at: number) => ({
  call_id: '5635304278851584',
  state: 'hangup',
  direction: 'inbound',
  date_started: String(at - 60_000),
  date_ended: String(at),
});

describe('the jobs at Dialpad', () => {
  test('begin with a walk over what was missed', async () => {
    const { jobs, dialpad, events, troubles } = await openJobs();
    dialpad.addCall(endedCall(now() - 3_600_000));
    jobs.start();
    await expect
      .poll(async () => (await events())?.rows)
      .toMatchObject([
        {
          hookId: 'reconciliation',
          dialpadEventId: expect.stringContaining('5635304278851584'),
        },
      ]);
    expect(troubles).toEqual([]);
  });

  test('walk what is asked for at once, when they are woken', async () => {
    const { jobs, dialpad, appId, reconciliationStore, events } = await openJobs();
    jobs.start();
    await expect
      .poll(async () => (await reconciliationStore.walkedUntil(appId)).unwrapOr(null))
      .not.toBeNull();
    const day = 24 * 3_600_000;
    dialpad.addCall(endedCall(now() - 3 * day));
    const window = { from: now() - 4 * day, to: now() - 2 * day };
    await reconciliationStore.addBackfill({ appId, reason: 'operator', ...window }, sampleAct);
    jobs.wake();
    await expect.poll(async () => (await events())?.rows.length).toBe(1);
  });

  test('say what they could not do, and why', async () => {
    const { jobs, dialpad, troubles } = await openJobs();
    dialpad.failNext('calls', { kind: 'dialpad-forbidden', scope: 'calls:list' });
    jobs.start();
    await expect.poll(() => troubles).toEqual([expect.stringContaining('calls:list')]);
  });

  test('walk for an app of which only a part is set up, and not for one that gets no calls', async () => {
    const steps: readonly (readonly [RegistrationStep, number])[] = [
      [{ state: 'pending' }, 1],
      [{ state: 'pending', webhookId: null }, 0],
      [{ state: 'deleting' }, 0],
      [{ wanted: [{ kind: 'agent_status' }] }, 0],
    ];
    for (const [step, count] of steps) {
      const { jobs, walks, note } = await openJobs();
      await note(step);
      jobs.start();
      await jobs.stop();
      expect(await walks()).toHaveLength(count);
    }
  });

  test('do not forget a gap that they could not look at', async () => {
    const given: number[] = [];
    const gaps = {
      onDelivery: () => undefined,
      takeGap: () => 17,
      giveBack: (since: number) => void given.push(since),
    };
    const cut = errAsync({ kind: 'store-unavailable', cause: 'cut' } as const);
    const { jobs, troubles } = await openJobs({
      gaps,
      store: { walkedUntil: () => cut, addBackfill: () => cut },
    });
    jobs.start();
    await expect.poll(() => given).toEqual([17]);
    expect(troubles).toContain('store-unavailable');
  });

  test('are waited for when they stop: a renewed token must still be kept', async () => {
    const answer = Promise.withResolvers<RefreshReport>();
    let isStopped = false;
    const { jobs } = await openJobs({
      refreshDue: () => ResultAsync.fromSafePromise(answer.promise),
    });
    jobs.start();
    const stopped = jobs.stop().then(() => {
      isStopped = true;
    });
    await new Promise(setImmediate);
    expect(isStopped).toBe(false);
    answer.resolve({ refreshed: 1, failed: [] });
    await stopped;
  });

  test('do nothing before they are started and after they are stopped', async () => {
    const { jobs, dialpad } = await openJobs();
    const asked = dialpad.asked().length;
    jobs.wake();
    await jobs.stop();
    jobs.wake();
    expect(dialpad.asked()).toHaveLength(asked);
  });
});
