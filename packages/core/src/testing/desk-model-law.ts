import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import fc from 'fast-check';

import type { Act } from '../domain/act.ts';
import { EVENT_KINDS } from '../domain/event.ts';
import { HELD_STATES, type HeldSelection, type Slice } from '../ports/event-desk.ts';
import { DEAD_REASONS, type EventStatus, SET_ASIDE_REASONS } from '../ports/event-store.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { holdEvents } from './harness/hold-events.ts';
import { killEvents } from './harness/kill-events.ts';
import type { AppUnderTest } from './harness/open-app.ts';
import { callPayload, messagePayload } from './harness/payloads.ts';
import { processAll } from './harness/process-all.ts';
import { sampleAct } from './harness/sample-act.ts';
import { send } from './harness/send.ts';
import type { Law } from './law.ts';
import { openMemorySubject } from './memory-subject.ts';
import type { StorageSubject } from './storage-subject.ts';

/** Any sequence of operations on the desk is answered as the memory adapter answers it. */
export const deskModelLaw: Law<StorageSubject> = {
  name: 'any sequence of operations on the desk gives what the memory adapter gives',
  check: async (open) => {
    const subject = await open();
    await fc.assert(
      fc.asyncProperty(fc.array(operations, { minLength: 4, maxLength: 16 }), async (chosen) => {
        const [model, real] = [
          await openWorld(await openMemorySubject()),
          await openWorld(subject),
        ];
        for (const operation of chosen) {
          assert.deepEqual(await outcomeOf(real, operation), await outcomeOf(model, operation));
        }
      }),
      { numRuns: 10, endOnFailure: true },
    );
  },
};

interface World {
  readonly subject: StorageSubject;
  readonly apps: readonly AppUnderTest[];
  /** Marks the entries of this world. */
  readonly act: Act;
  /** Every event that was ever seen: its place stands for its id, which differs between worlds. */
  readonly ids: string[];
}

async function openWorld(subject: StorageSubject): Promise<World> {
  const apps = await holdEvents(subject);
  const world = { subject, apps, act: { ...sampleAct, requestId: randomUUID() }, ids: [] };
  await seenEvents(world);
  return world;
}

/** What is done, by places instead of ids. */
interface Operation {
  readonly name: keyof typeof OPERATIONS;
  readonly app: number;
  readonly state: (typeof HELD_STATES)[number];
  readonly reason: (typeof SET_ASIDE_REASONS)[number];
  readonly number: number;
  readonly isDoomed: boolean;
  readonly filter: Pick<HeldSelection, 'kind' | 'reason'>;
  readonly ofApp: number | undefined;
  readonly picked: readonly number[] | undefined;
  readonly limit: number;
  readonly after: number | undefined;
}

const OPERATIONS = {
  append: ({ subject, apps }, { app, number, isDoomed }) => {
    const text = isDoomed ? 'doomed' : 'sound';
    const payloads = [callPayload(number, { custom_data: text }), messagePayload(number, { text })];
    return send(subject, at(apps, app), payloads).then((sent) => sent.length);
  },
  keep: ({ subject, apps }, { app, reason, number }) => {
    const to = at(apps, app);
    const appId = reason === 'unrouted' ? null : to.appId;
    const body = Uint8Array.of(number);
    return answered(subject.eventStore.setAside({ ...to, appId, reason, body }));
  },
  kill: ({ subject }) => killEvents(subject, (payload) => payload.includes('doomed')),
  process: async ({ subject }) => (await processAll(subject)).failed,
  replay: (world, operation) =>
    answered(
      world.subject.eventDesk.replay(
        { ...selectionOf(world, operation), state: 'dead' },
        sliceOf(world, operation),
        world.act,
      ),
    ).then(({ count, next }) => [count, placeOf(world, next)]),
  purge: (world, operation) =>
    answered(
      world.subject.eventDesk.purge(
        selectionOf(world, operation),
        sliceOf(world, operation),
        world.act,
      ),
    ).then(({ count, next }) => [count, placeOf(world, next)]),
  discharge: ({ subject, ids, act }, { state, picked = [] }) =>
    answered(
      subject.eventDesk.discharge(
        {
          state: state === 'dead' ? 'quarantined' : state,
          ids: picked.flatMap((place) => ids[place] ?? []),
          appId: null,
        },
        act,
      ),
    ),
  count: (world, operation) =>
    answered(world.subject.eventDesk.countHeld(selectionOf(world, operation))),
  bodies: async (world, operation) => {
    const { state } = operation;
    const bodies = await answered(
      world.subject.eventDesk.heldBodies(
        { ...selectionOf(world, operation), state: state === 'dead' ? 'unrouted' : state },
        sliceOf(world, operation),
      ),
    );
    return bodies.map(({ id, reason, body }) => [placeOf(world, id), reason, [...body]]);
  },
  payload: async ({ subject, ids, act }, { number }) => {
    const payload = await answered(subject.eventDesk.payload(ids[number] ?? 'none', act));
    return payload && [...payload];
  },
} satisfies Readonly<Record<string, (world: World, operation: Operation) => Promise<unknown>>>;

/** Most often not there: what asks for much finds nothing. */
const optional = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

const MOST_PLACES = 25;

const operations: fc.Arbitrary<Operation> = fc.record({
  name: fc.constantFrom(...(Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[])),
  app: fc.nat(1),
  state: fc.constantFrom(...HELD_STATES),
  reason: fc.constantFrom(...SET_ASIDE_REASONS),
  number: fc.nat(MOST_PLACES),
  isDoomed: fc.boolean(),
  filter: fc.oneof(
    { weight: 4, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom(...EVENT_KINDS) }) },
    {
      weight: 1,
      arbitrary: fc.record({ reason: fc.constantFrom(...DEAD_REASONS, ...SET_ASIDE_REASONS) }),
    },
  ),
  ofApp: optional(fc.nat(1)),
  picked: optional(fc.uniqueArray(fc.nat(MOST_PLACES), { maxLength: 12 })),
  limit: fc.integer({ min: 1, max: 5 }),
  after: optional(fc.nat(MOST_PLACES)),
});

/** Always of one hook: a storage may hold other worlds. */
function selectionOf(
  { apps, ids }: World,
  { app, state, filter, ofApp, picked }: Operation,
): HeldSelection {
  return {
    ...filter,
    state,
    hookId: at(apps, app).hookId,
    ...(ofApp === undefined ? {} : { appId: at(apps, ofApp).appId }),
    ...(picked === undefined ? {} : { ids: picked.flatMap((place) => ids[place] ?? []) }),
  };
}

function sliceOf({ ids }: World, { limit, after }: Operation): Slice {
  const last = ids[after ?? -1];
  return last === undefined ? { limit } : { limit, after: last };
}

/** The answer of an operation, and everything that can be seen after it. */
async function outcomeOf(world: World, operation: Operation): Promise<unknown> {
  const answer = await OPERATIONS[operation.name](world, operation);
  const { subject, apps, act } = world;
  const events = await seenEvents(world);
  const entries = await allRows((page) => subject.auditLog.entries({}, page));
  return {
    operation,
    answer,
    events: events.map(({ id, kind, type, state, reason, deliveries, attempts }) => {
      return [placeOf(world, id), kind, type, state, reason, deliveries, attempts];
    }),
    entries: entries
      .filter(({ requestId }) => requestId === act.requestId)
      .map(({ action, appId, subjectId, count }) => {
        const app = apps.findIndex((known) => known.appId === appId);
        return [action, app, placeOf(world, subjectId), count];
      }),
  };
}

/** In the order of their ids, which is that of arrival in every world. */
async function seenEvents({ subject, apps, ids }: World): Promise<readonly EventStatus[]> {
  const { eventStore } = subject;
  const lists = apps.map(({ hookId }) => allRows((page) => eventStore.events({ hookId }, page)));
  const events = (await Promise.all(lists))
    .flat()
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  ids.push(...events.map(({ id }) => id).filter((id) => !ids.includes(id)));
  return events;
}

function placeOf({ ids }: World, id: string | null): number | null {
  return id === null ? null : ids.indexOf(id);
}

function at<Value>(values: readonly Value[], place: number): Value {
  const value = values[place];
  assert.ok(value !== undefined);
  return value;
}
