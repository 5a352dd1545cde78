import { timestampOf } from '../domain/scalars.ts';
import type { HeldSelection } from '../ports/event-desk.ts';
import type { EventFilter, EventStatus } from '../ports/event-store.ts';
import type { EventRow, MemoryState, SetAsideRow } from './state.ts';

export interface ListedEvent {
  readonly receivedAt: number;
  readonly status: EventStatus;
}

/** Events and deliveries set aside that `filter` lets through, in no order. */
export function eventList(
  state: MemoryState,
  filter: EventFilter & Pick<HeldSelection, 'ids'>,
): readonly ListedEvent[] {
  const events = [...state.events.values()].map(listEvent);
  const setAside = [...state.setAside.values()].map(listSetAside);
  return [...events, ...setAside].filter(
    ({ receivedAt, status }) =>
      (filter.ids === undefined || filter.ids.includes(status.id)) &&
      (filter.appId === undefined || status.appId === filter.appId) &&
      (filter.state === undefined || status.state === filter.state) &&
      (filter.kind === undefined || status.kind === filter.kind) &&
      (filter.reason === undefined || status.reason === filter.reason) &&
      (filter.hookId === undefined || status.hookId === filter.hookId) &&
      (filter.receivedAfter === undefined || receivedAt > filter.receivedAfter) &&
      (filter.receivedBefore === undefined || receivedAt < filter.receivedBefore),
  );
}

function listEvent(event: EventRow): ListedEvent {
  return {
    receivedAt: event.receivedAt,
    status: {
      id: event.id,
      appId: event.appId,
      hookId: event.hookId,
      kind: event.kind,
      type: event.type,
      dialpadEventId: event.dialpadEventId,
      state: event.state,
      // No event here outlives a crash.
      reason: event.state === 'dead' ? 'failed' : null,
      deliveries: event.deliveries,
      attempts: event.attempts,
      lastError: event.lastError,
      occurredAt: timestampOf(event.occurredAt),
      receivedAt: timestampOf(event.receivedAt),
      lastDeliveredAt: timestampOf(event.lastDeliveredAt),
      nextAttemptAt: event.state === 'retrying' ? timestampOf(event.dueAt) : null,
    },
  };
}

function listSetAside(delivery: SetAsideRow): ListedEvent {
  return {
    receivedAt: delivery.receivedAt,
    status: {
      id: delivery.id,
      appId: delivery.appId,
      hookId: delivery.hookId,
      kind: 'other',
      type: delivery.reason,
      dialpadEventId: null,
      state: delivery.reason === 'unrouted' ? 'unrouted' : 'quarantined',
      reason: delivery.reason,
      deliveries: delivery.deliveries,
      attempts: 0,
      lastError: null,
      occurredAt: null,
      receivedAt: timestampOf(delivery.receivedAt),
      lastDeliveredAt: timestampOf(delivery.lastDeliveredAt),
      nextAttemptAt: null,
    },
  };
}
