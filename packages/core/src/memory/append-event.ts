import { createHash } from 'node:crypto';

import type { NewEvent } from '../domain/event.ts';
import type { Appended } from '../ports/event-store.ts';
import type { MemorySources, MemoryState } from './state.ts';
import { streamOf } from './stream-of.ts';

export function appendEvent(state: MemoryState, sources: MemorySources, event: NewEvent): Appended {
  const digest = createHash('sha256').update(event.payload).digest('hex');
  const key = JSON.stringify([event.appId, event.hookId, digest]);
  const knownId = state.eventIds.get(key);
  const now = sources.now();
  if (knownId !== undefined) {
    const known = state.events.get(knownId);
    if (known !== undefined) {
      const deliveries = known.deliveries + 1;
      state.events.set(knownId, { ...known, deliveries, lastDeliveredAt: now });
    }
    return { id: knownId, isDuplicate: true };
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
    doneAt: null,
  });
  streamOf(state, sources, event.appId).waiting.add(id);
  return { id, isDuplicate: false };
}
