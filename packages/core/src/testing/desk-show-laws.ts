import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import fc from 'fast-check';

import { HELD_STATES, type HeldSelection, type HeldState } from '../ports/event-desk.ts';
import { DEAD_REASONS, type EventStatus, SET_ASIDE_REASONS } from '../ports/event-store.ts';
import { jsonText } from './arbitraries/json-text.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { checkProperty } from './harness/check-property.ts';
import { type DeskEntry, deskEntries } from './harness/desk-entries.ts';
import { holdEvents } from './harness/hold-events.ts';
import { type AppUnderTest, openApp } from './harness/open-app.ts';
import { sampleAct } from './harness/sample-act.ts';
import { send } from './harness/send.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

/** What `EventDesk` promises of what it shows. */
export const deskShowLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'event finds whatever the list of events shows, and nothing else',
    check: async (open) => {
      const subject = await open();
      await holdEvents(subject);
      for (const status of await allEvents(subject)) {
        assert.deepEqual(await answered(subject.eventDesk.event(status.id)), status);
      }
      for (const id of [randomUUID(), 'nonsense', '']) {
        assert.equal(await answered(subject.eventDesk.event(id)), null);
      }
    },
  },
  {
    name: 'payload gives byte for byte what was kept',
    check: async (open) => {
      const subject = await open();
      const { eventStore, eventDesk } = subject;
      const app = await openApp(subject);
      const bodies = fc.record({
        text: fc.string({ unit: 'grapheme' }),
        reason: fc.constantFrom(...SET_ASIDE_REASONS),
        body: fc.uint8Array({ maxLength: 300 }),
      });
      await checkProperty(bodies, async ({ text, reason, body }) => {
        const hookId = randomUUID();
        const payload = ` ${jsonText({ text })}\n`;
        const [appended] = await send(subject, { ...app, hookId }, [payload]);
        await answered(eventStore.setAside({ ...app, hookId, reason, body }));
        const kept = await allRows((page) => eventStore.events({ hookId }, page));
        assert.equal(kept.length, 2);
        for (const { id } of kept) {
          const shown = await answered(eventDesk.payload(id, sampleAct));
          const expected = id === appended?.id ? Buffer.from(payload) : body;
          assert.ok(shown !== null && Buffer.from(shown).equals(expected));
        }
      });
    },
  },
  {
    name: 'payload has its entry written when it is given, and none for what is not there',
    check: async (open) => {
      const subject = await open();
      await holdEvents(subject);
      const shown: DeskEntry[] = [];
      for (const { id, appId } of await allEvents(subject)) {
        await answered(subject.eventDesk.payload(id, sampleAct));
        const action = 'event.payload-shown' as const;
        shown.unshift({ ...sampleAct, action, appId, subjectId: id, name: null, count: 1 });
        assert.deepEqual(await deskEntries(subject), shown);
      }
      for (const id of [randomUUID(), 'nonsense', '']) {
        assert.equal(await answered(subject.eventDesk.payload(id, sampleAct)), null);
      }
      assert.deepEqual(await deskEntries(subject), shown);
    },
  },
  {
    name: 'a selection holds what fits all that is given, and nothing else',
    check: async (open) => {
      const subject = await open();
      const apps = await holdEvents(subject);
      const all = await allEvents(subject);
      for (const selection of HELD_STATES.flatMap((state) => selections(state, apps, all))) {
        const held = all.filter((event) => fits(event, selection));
        const label = JSON.stringify(selection);
        assert.equal(await answered(subject.eventDesk.countHeld(selection)), held.length, label);
        const { state } = selection;
        if (state === 'dead') continue;
        const slice = { limit: 1_000 };
        const bodies = await answered(subject.eventDesk.heldBodies({ ...selection, state }, slice));
        assert.deepEqual(
          bodies.map(({ body: _body, ...delivery }) => delivery),
          held
            .map(({ id, appId, hookId, reason }) => ({ id, appId, hookId, reason }))
            .toSorted((one, other) => (one.id < other.id ? -1 : 1)),
          label,
        );
      }
    },
  },
  {
    name: 'heldBodies gives slice by slice what is kept, in the order of ids',
    check: async (open) => {
      const subject = await open();
      await holdEvents(subject);
      const selection = { state: 'quarantined' } as const;
      const all = await answered(subject.eventDesk.heldBodies(selection, { limit: 1_000 }));
      const walked = [];
      for (let after = ''; ; ) {
        const slice = { limit: 3, ...(after === '' ? {} : { after }) };
        const bodies = await answered(subject.eventDesk.heldBodies(selection, slice));
        assert.ok(bodies.length <= 3);
        walked.push(...bodies);
        const last = bodies.at(-1);
        if (last === undefined) break;
        after = last.id;
      }

      assert.deepEqual(walked, all);
      const ids = all.map(({ id }) => id);
      assert.deepEqual(ids, ids.toSorted());
      assert.equal(all.length, 2 * (SET_ASIDE_REASONS.length - 1));
      for (const { reason, body } of all) {
        assert.equal(new TextDecoder().decode(body), `kept for ${reason}`);
      }
    },
  },
];

function allEvents({ eventStore }: StorageSubject): Promise<readonly EventStatus[]> {
  return allRows((page) => eventStore.events({}, page));
}

/** One by each thing that one can ask for, and some by several. */
function selections(
  state: HeldState,
  [app]: readonly AppUnderTest[],
  all: readonly EventStatus[],
): readonly HeldSelection[] {
  assert.ok(app !== undefined);
  const { appId, hookId } = app;
  const ids = all.filter((_event, index) => index % 2 === 0).map(({ id }) => id);
  const middle = Date.parse(all[Math.floor(all.length / 2)]?.receivedAt ?? '');
  const given: readonly Omit<HeldSelection, 'state'>[] = [
    {},
    { ids },
    { ids: [] },
    { ids: ['nonsense', '', randomUUID(), ...ids.slice(0, 5)] },
    { appId },
    { appId: 'nonsense' },
    { hookId },
    { hookId: 'nul \u0000' },
    ...(['call', 'message', 'other'] as const).map((kind) => ({ kind })),
    ...[...DEAD_REASONS, ...SET_ASIDE_REASONS].map((reason) => ({ reason })),
    { receivedAfter: middle },
    { receivedBefore: middle },
    { receivedAfter: middle - 1, receivedBefore: middle + 1 },
    { ids, appId, hookId },
    { hookId, kind: 'call', reason: 'failed' },
    { appId, kind: 'other', reason: 'payload-not-json' },
  ];
  return given.map((selection) => ({ ...selection, state }));
}

function fits(event: EventStatus, selection: HeldSelection): boolean {
  const { ids, receivedAfter = -Infinity, receivedBefore = Infinity } = selection;
  const time = Date.parse(event.receivedAt);
  return (
    event.state === selection.state &&
    (ids === undefined || ids.includes(event.id)) &&
    event.appId === (selection.appId ?? event.appId) &&
    event.hookId === (selection.hookId ?? event.hookId) &&
    event.kind === (selection.kind ?? event.kind) &&
    event.reason === (selection.reason ?? event.reason) &&
    time > receivedAfter &&
    time < receivedBefore
  );
}
