import type { EventState, QueueStatus } from '../ports/event-store.ts';
import { eventList } from './event-list.ts';
import type { MemorySources, MemoryState } from './state.ts';

const MINUTE_MS = 60_000;

export function queueStatus(state: MemoryState, sources: MemorySources): QueueStatus {
  const now = sources.now();
  const events = [...state.events.values()];
  const oldest = events.find((event) => event.state === 'pending');
  const count = (wanted: EventState) => eventList(state, { state: wanted }).length;
  const isRecent = (time: number | null) => time !== null && time > now - MINUTE_MS;
  return {
    pending: count('pending'),
    retrying: count('retrying'),
    dead: count('dead'),
    quarantined: count('quarantined'),
    unrouted: count('unrouted'),
    oldestPendingMs: oldest === undefined ? null : Math.max(0, now - oldest.receivedAt),
    receivedPerMinute: events.filter(({ receivedAt }) => isRecent(receivedAt)).length,
    processedPerMinute: events.filter(({ doneAt }) => isRecent(doneAt)).length,
  };
}
