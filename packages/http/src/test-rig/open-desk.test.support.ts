import {
  createCredentialsWatch,
  createHookDirectory,
  createProcessBatch,
  createReleaseEvents,
  MAX_ATTEMPTS,
} from '@dialpad-cti/core';
import { createMemoryBroadcaster, createMemoryStorage } from '@dialpad-cti/core/memory';
import { expect } from 'vitest';

import {
  type Json,
  jsonOf,
  openRig,
  PLAIN_SECRET,
  sign,
  type Tenant,
} from './open-rig.test.support.ts';
import { rigDeps, type Seen } from './rig-deps.test.support.ts';

const HOUR_MS = 3_600_000;

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** A rig over a storage whose clock a test can move, with two apps. */
export async function openDesk() {
  let passed = 0;
  const seen: Seen = { logs: [], faults: [], securityEvents: [], deliveries: [] };
  const storage = createMemoryStorage({ now: () => Date.now() + passed });
  const { eventStore, eventDesk, keyStore } = storage;
  const deps = await rigDeps(storage, seen);
  // A watch that never polls trusts nothing, so a secret that was changed is known at once.
  const watch = createCredentialsWatch({ keyStore, now: Date.now });
  const defaultHook = { secrets: [PLAIN_SECRET], appId: null };
  const findHook = createHookDirectory({ keyStore, watch, now: Date.now, defaultHook });
  const releaseEvents = createReleaseEvents({ eventDesk, eventStore, findHook, keyStore });
  const rig = await openRig(() => ({ ...deps, releaseEvents }));
  const processBatch = createProcessBatch({
    eventStore,
    broadcaster: createMemoryBroadcaster(),
    limit: 500,
    onMissedBroadcast: () => {},
  });
  const [mine, foreign] = [await rig.createTenant('Mine'), await rig.createTenant('Foreign')];
  const read = async (path: string) => jsonOf(await rig.operator(path));

  return {
    ...rig,
    ...seen,
    mine,
    foreign,
    read,
    rows: async (path: string) => (await read(path))['data'] as Json[],

    /** What the audit log says beyond how apps and hooks were made. */
    async acts(): Promise<Json[]> {
      const entries = (await read('/internal/audit?limit=200'))['data'] as Json[];
      return entries.filter(({ action }) => !/^(app|api-key|webhook)\./.test(String(action)));
    },

    /** One dead letter for each payload. */
    async makeDead(tenant: Tenant, payloads: readonly unknown[]): Promise<void> {
      for (const payload of payloads) {
        expect((await rig.deliver(tenant, payload)).status).toBe(200);
      }
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
        passed += HOUR_MS;
        while ((await eventStore.processBatch(500, fail))._unsafeUnwrap().failed > 0);
      }
    },

    /** One delivery in quarantine for each payload, signed with a secret that the hook has not. */
    async makeRefused(tenant: Tenant, payloads: readonly unknown[]): Promise<void> {
      for (const payload of payloads) {
        const body = sign(payload, WRONG_SECRET);
        expect((await rig.send(tenant.hookPath, { method: 'POST', body })).status).toBe(401);
      }
    },

    /** One unrouted delivery for each payload: there are two apps, and nobody says whose it is. */
    async makeUnrouted(payloads: readonly unknown[]): Promise<void> {
      for (const payload of payloads) {
        const body = sign(payload, PLAIN_SECRET);
        const answer = await rig.send('/webhooks/dialpad', { method: 'POST', body });
        expect(await jsonOf(answer)).toMatchObject({ result: 'unrouted' });
      }
    },

    async processAll(): Promise<void> {
      while ((await processBatch())._unsafeUnwrap().processed > 0);
    },
  };
}

export const WRONG_SECRET = 'a-secret-that-the-hook-does-not-have';

export const callEvent = (id: number) => ({
  call_id: id,
  state: 'calling',
  event_timestamp: 1_790_000_000_000,
});

function fail(): never {
  throw new Error('the cause');
}
