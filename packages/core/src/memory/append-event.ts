import { createHash } from 'node:crypto';

import type { NewEvent } from '../domain/event.ts';
import type { Appended } from '../ports/event-store.ts';
import type { MemorySources, MemoryState } from './state.ts';
import { streamOf } from './stream-of.ts';

export function appendEvent(state: MemoryState, sources: MemorySources, event: NewEvent): Appended {
  const digest = createHash('sha256').update(event.payload).digest('hex');
  const key = JSON.stringify([event.appId, event.hookId, digest]);
  const known = state.events.get(state.eventIds.get(key) ?? '');
  const now = sources.now();
  if (known !== undefined) {
    const deliveries = known.deliveries + 1;
    state.events.set(known.id, { ...known, deliveries, lastDeliveredAt: now });
    return { id: known.id, isDuplicate: true };
  }
  const id = sources.newId();
  state.eventIds.set(key, id);
  state.events.set(id, {
    ...event,
    id,
    state: 'pending',
    deliveries: 1,
    attempts: 0,
    lastError: null,
    receivedAt: now,
    lastDeliveredAt: now,
    dueAt: now,
  });
  streamOf(state, sources, event.appId).waiting.add(id);
  return { id, isDuplicate: false };
}
