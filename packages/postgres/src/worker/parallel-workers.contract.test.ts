import { randomUUID } from 'node:crypto';

import { CallView, callView, foldCall, mapEvent, type NewEvent } from '@dialpad-cti/core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openTestStorage, type TestStorage } from '../testing/open-test-storage.test.support.ts';
import { runSnippet } from '../testing/run-snippet.test.support.ts';
import { addTestApp, testEvent } from '../testing/test-app.test.support.ts';

const APPS = 50;
const CALLS = 3;
const STATES = ['calling', 'ringing', 'connected', 'hold', 'hangup', 'recording', 'csat'];

let storage: TestStorage;

beforeAll(async () => {
  storage = await openTestStorage();
});
afterAll(() => storage.close());

test('four workers in two processes fold the same new calls of 50 apps as from scratch', async () => {
  const appIds = await Promise.all(Array.from({ length: APPS }, () => addTestApp(storage)));
  const events = appIds.flatMap((appId) => eventsOf(appId));
  for (const part of partsOf(shuffled(events), 200)) {
    (await storage.eventStore.append(part))._unsafeUnwrap();
  }

  const workers = [0, 1].map(() => runSnippet(DRAIN, { DATABASE_URL: storage.url }));
  const outputs = await Promise.all(workers.map(({ ended }) => ended));

  expect(outputs.map(({ code }) => code)).toEqual([0, 0]);
  const reports = outputs.map(({ output }): Drained => JSON.parse(output));
  expect(reports.reduce((sum, { processed }) => sum + processed, 0)).toBe(events.length);
  expect(Math.max(...reports.map(({ mostApps }) => mostApps))).toBeGreaterThanOrEqual(APPS / 2);
  for (const appId of appIds) {
    await expectAsFromScratch(appId, events);
    await expectNoGap(appId);
  }
});

interface Drained {
  readonly processed: number;
  /** Of the batch that held events of most apps. */
  readonly mostApps: number;
}

/** Two workers of one process, until nothing is left. */
const DRAIN = `
  import { planBatch } from '@dialpad-cti/core';
  import { openPostgres } from '@dialpad-cti/postgres';

  const postgres = await openPostgres({
    url: process.env.DATABASE_URL,
    encryptionKeys: ['a key that this process does not need'],
    worker: { leastApps: ${APPS} },
  });
  let [processed, mostApps] = [0, 0];
  const plan = (events) => {
    mostApps = Math.max(mostApps, new Set(events.map(({ appId }) => appId)).size);
    return planBatch(events);
  };
  const drain = async () => {
    for (;;) {
      const report = (await postgres.eventStore.processBatch(60, plan))._unsafeUnwrap();
      processed += report.processed;
      const { pending } = (await postgres.eventStore.queue())._unsafeUnwrap();
      if (pending === 0) return;
    }
  };
  await Promise.all([drain(), drain()]);
  await postgres.close();
  console.log(JSON.stringify({ processed, mostApps }));
`;

/** The same ids of calls in every app: what Dialpad gives is unique per account only. */
function eventsOf(appId: string): readonly NewEvent[] {
  return Array.from({ length: CALLS }, (_none, index) => index + 1).flatMap((call) =>
    STATES.map((state, step) => eventOf(appId, { call, state, step })),
  );
}

function eventOf(
  appId: string,
  { call, state, step }: { readonly call: number; readonly state: string; readonly step: number },
): NewEvent {
  const time = Date.UTC(2026, 8, 1, 12) + step * 1000;
  return testEvent(appId, call, {
    state,
    event_timestamp: time,
    date_started: Date.UTC(2026, 8, 1, 12),
    date_connected: state === 'connected' ? time : null,
    custom_data: `${state} of ${appId}`,
    csat_score: state === 'csat' ? '5' : null,
  });
}

async function expectAsFromScratch(appId: string, events: readonly NewEvent[]): Promise<void> {
  const own = events.filter((event) => event.appId === appId);
  const query = { sort: 'started_at', limit: 200 } as const;
  const { rows } = (await storage.recordReader.calls(appId, query))._unsafeUnwrap();
  expect(rows.length).toBe(CALLS);
  for (const call of rows) {
    const facts = own.flatMap(({ payload }) => {
      const event = mapEvent(payload)._unsafeUnwrap();
      const isOfCall = event.kind === 'call' && event.call.callId === call.dialpad_call_id;
      return isOfCall ? [event.call] : [];
    });
    const [first, ...others] = facts;
    expect(first).toBeDefined();
    if (first !== undefined) {
      expect(CallView.parse(call)).toEqual(callView(foldCall([first, ...others])));
    }
  }
}

async function expectNoGap(appId: string): Promise<void> {
  const updates = (await storage.updateLog.readAfter(appId, 0, 1000))._unsafeUnwrap();
  const head = (await storage.updateLog.head(appId))._unsafeUnwrap();
  expect(updates.map(({ position }) => position)).toEqual(updates.map((_update, nth) => nth + 1));
  expect(head).toEqual({ epoch: updates[0]?.epoch, position: updates.length });
  expect(updates.filter(({ type }) => type === 'call.ended').length).toBe(CALLS);
}

function shuffled<Value>(values: readonly Value[]): readonly Value[] {
  return values
    .map((value) => ({ value, place: randomUUID() }))
    .sort((left, right) => (left.place < right.place ? -1 : 1))
    .map(({ value }) => value);
}

function partsOf<Value>(values: readonly Value[], size: number): readonly (readonly Value[])[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_none, part) =>
    values.slice(part * size, (part + 1) * size),
  );
}
