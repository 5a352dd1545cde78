import type { Act } from '../domain/act.ts';
import type { AuditAction } from '../domain/audit-entry.ts';
import type { EventDesk, Handled, HeldSelection, HeldState, Slice } from '../ports/event-desk.ts';
import type { EventStatus } from '../ports/event-store.ts';
import { attempt } from './attempt.ts';
import type { MemoryAuditLog } from './audit-log.ts';
import { eventList } from './event-list.ts';
import { bodyOf, discard, heldBody, requeue } from './held-events.ts';
import type { MemorySources, MemoryState } from './state.ts';

/** Nothing here waits, so a change and its entry are seen together. */
export function createMemoryEventDesk(
  state: MemoryState,
  sources: MemorySources,
  auditLog: MemoryAuditLog,
): EventDesk {
  /** Writes the one entry, unless there was nothing to handle. */
  function note(act: Act, action: AuditAction, events: readonly EventStatus[]): void {
    const [first, ...others] = events;
    if (first === undefined) return;
    const { id, appId } = first;
    auditLog.note(act, {
      action,
      appId: others.every((other) => other.appId === appId) ? appId : null,
      subjectId: others.length === 0 ? id : null,
      count: events.length,
    });
  }

  function handle(
    { selection, slice, act }: { selection: HeldSelection; slice: Slice; act: Act },
    action: AuditAction,
    change: (id: string) => void,
  ): Handled {
    const { events, next } = sliceOf(state, selection, slice);
    for (const { id } of events) change(id);
    note(act, action, events);
    return { count: events.length, next };
  }

  return {
    event: (id) => attempt(() => eventList(state, { ids: [id] })[0]?.status ?? null),

    payload: (id, act) =>
      attempt(() => {
        const events = eventList(state, { ids: [id] }).map(({ status }) => status);
        note(act, 'event.payload-shown', events);
        return bodyOf(state, id);
      }),

    countHeld: (selection) => attempt(() => eventList(state, selection).length),

    heldBodies: (selection, slice) =>
      attempt(() =>
        sliceOf(state, selection, slice).events.flatMap(({ id }) => heldBody(state, id) ?? []),
      ),

    replay: (selection, slice, act) =>
      attempt(() =>
        handle({ selection, slice, act }, 'dead-letter.replayed', (id) =>
          requeue(state, sources, id),
        ),
      ),

    discharge: ({ state: heldState, ids, appId }, act) =>
      attempt(() => {
        const events = eventList(state, { state: heldState, ids }).map(({ status }) => status);
        for (const { id } of events) discard(state, id);
        const given = events.map((event) => ({ ...event, appId: appId ?? event.appId }));
        note(act, RELEASED[heldState], given);
        return events.length;
      }),

    purge: (selection, slice, act) =>
      attempt(() =>
        handle({ selection, slice, act }, PURGED[selection.state], (id) => discard(state, id)),
      ),
  };
}

const RELEASED = {
  quarantined: 'quarantine.released',
  unrouted: 'unrouted.released',
} as const satisfies Readonly<Record<string, AuditAction>>;

const PURGED: Readonly<Record<HeldState, AuditAction>> = {
  dead: 'dead-letter.purged',
  quarantined: 'quarantine.purged',
  unrouted: 'unrouted.purged',
};

function sliceOf(state: MemoryState, selection: HeldSelection, { limit, after = '' }: Slice) {
  const left = eventList(state, selection)
    .map(({ status }) => status)
    .filter(({ id }) => id > after)
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const events = left.slice(0, limit);
  const next = left.length > events.length ? (events.at(-1)?.id ?? null) : null;
  return { events, next };
}
