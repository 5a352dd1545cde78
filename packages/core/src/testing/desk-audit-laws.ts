import assert from 'node:assert/strict';

import type { ResultAsync } from 'neverthrow';

import type { AuditEntry } from '../domain/audit-entry.ts';
import type { Slice } from '../ports/event-desk.ts';
import type { EventState } from '../ports/event-store.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { deskEntries } from './harness/desk-entries.ts';
import { holdEvents } from './harness/hold-events.ts';
import type { sampleAct } from './harness/sample-act.ts';
import type { Law } from './law.ts';
import type { StorageSubject } from './storage-subject.ts';

const ALL: Slice = { limit: 1_000 };

/** A change, and what its entry says beside the act and the action. */
interface AuditedCall {
  readonly change: () => ResultAsync<unknown, unknown>;
  readonly entry: Pick<AuditEntry, 'action' | 'appId' | 'subjectId' | 'count'>;
}

/** What `EventDesk` promises of the audit log. */
export const deskAuditLaws: readonly Law<StorageSubject>[] = [
  {
    name: 'a change of the desk has exactly one entry, and what changes nothing has none',
    check: async (open) => {
      const subject = await open();
      const act = { actor: 'operator-next', address: null, requestId: 'a request' };
      for (const { change, entry } of await auditedCalls(subject, act)) {
        const before = await deskEntries(subject);
        await answered(change());
        const written = { ...act, name: null, ...entry };
        assert.deepEqual(await deskEntries(subject), [written, ...before]);
        await answered(change());
        assert.deepEqual(await deskEntries(subject), [written, ...before], 'done once only');
      }
    },
  },
  {
    name: 'looking at the desk has no entry, but for a payload',
    check: async (open) => {
      const subject = await open();
      await holdEvents(subject);
      const { eventDesk } = subject;
      const [first] = await idsOf(subject, 'dead');
      await answered(eventDesk.event(first ?? ''));
      await answered(eventDesk.countHeld({ state: 'dead' }));
      await answered(eventDesk.heldBodies({ state: 'quarantined' }, ALL));
      assert.deepEqual(await deskEntries(subject), []);
    },
  },
];

/** Each changes something when it is called first, and nothing when it is called again. */
async function auditedCalls(
  subject: StorageSubject,
  act: typeof sampleAct,
): Promise<readonly AuditedCall[]> {
  const { eventDesk } = subject;
  const [app, other] = await holdEvents(subject);
  assert.ok(app !== undefined && other !== undefined);
  const { appId } = app;
  const dead = await idsOf(subject, 'dead', appId);
  const quarantined = await idsOf(subject, 'quarantined', appId);
  const [unrouted = '', lastUnrouted = ''] = await idsOf(subject, 'unrouted');
  const [alone = '', second = ''] = dead;
  const [lone = '', next = '', afterNext = ''] = quarantined;
  const foreign = await idsOf(subject, 'quarantined', other.appId);
  return [
    {
      change: () => eventDesk.replay({ state: 'dead', ids: [alone] }, ALL, act),
      entry: { action: 'dead-letter.replayed', appId, subjectId: alone, count: 1 },
    },
    {
      change: () => eventDesk.purge({ state: 'dead', ids: [second] }, ALL, act),
      entry: { action: 'dead-letter.purged', appId, subjectId: second, count: 1 },
    },
    {
      change: () => eventDesk.replay({ state: 'dead', appId }, ALL, act),
      entry: { action: 'dead-letter.replayed', appId, subjectId: null, count: 2 },
    },
    {
      change: () => eventDesk.discharge({ state: 'quarantined', ids: [lone], appId: null }, act),
      entry: { action: 'quarantine.released', appId, subjectId: lone, count: 1 },
    },
    {
      change: () => {
        const ids = [next, foreign[0] ?? ''];
        return eventDesk.discharge({ state: 'quarantined', ids, appId: null }, act);
      },
      entry: { action: 'quarantine.released', appId: null, subjectId: null, count: 2 },
    },
    {
      change: () => eventDesk.purge({ state: 'quarantined', ids: [afterNext] }, ALL, act),
      entry: { action: 'quarantine.purged', appId, subjectId: afterNext, count: 1 },
    },
    {
      change: () => eventDesk.purge({ state: 'quarantined' }, ALL, act),
      entry: { action: 'quarantine.purged', appId: null, subjectId: null, count: 6 },
    },
    {
      change: () => eventDesk.discharge({ state: 'unrouted', ids: [unrouted], appId }, act),
      entry: { action: 'unrouted.released', appId, subjectId: unrouted, count: 1 },
    },
    {
      change: () => eventDesk.purge({ state: 'unrouted' }, ALL, act),
      entry: { action: 'unrouted.purged', appId: null, subjectId: lastUnrouted, count: 1 },
    },
  ];
}

async function idsOf(
  { eventStore }: StorageSubject,
  state: EventState,
  appId?: string,
): Promise<readonly string[]> {
  const filter = { state, ...(appId === undefined ? {} : { appId }) };
  return (await allRows((page) => eventStore.events(filter, page))).map(({ id }) => id);
}
