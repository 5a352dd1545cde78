import type { HeldBody } from '../ports/event-desk.ts';
import type { MemorySources, MemoryState, SetAsideRow } from './state.ts';
import { streamOf } from './stream-of.ts';

/** The payload of an event, or the body of a delivery; null when there is no such. */
export function bodyOf(state: MemoryState, id: string): Uint8Array | null {
  const event = state.events.get(id);
  if (event !== undefined) return new TextEncoder().encode(event.payload);
  return heldBody(state, id)?.body ?? null;
}

/** A delivery with a copy of its body. */
export function heldBody(state: MemoryState, id: string): HeldBody | null {
  const [, delivery] = findSetAside(state, id) ?? [];
  if (delivery === undefined) return null;
  const { appId, hookId, reason, body } = delivery;
  return { id, appId, hookId, reason, body: Uint8Array.from(body) };
}

/** A dead event waits as if it had just arrived. */
export function requeue(state: MemoryState, sources: MemorySources, id: string): void {
  const event = state.events.get(id);
  if (event === undefined) return;
  const dueAt = sources.now();
  state.events.set(id, { ...event, state: 'pending', attempts: 0, lastError: null, dueAt });
  streamOf(state, sources, event.appId).waiting.add(id);
}

export function discard(state: MemoryState, id: string): void {
  state.events.delete(id);
  const [key] = findSetAside(state, id) ?? [];
  if (key !== undefined) state.setAside.delete(key);
}

function findSetAside(state: MemoryState, id: string): readonly [string, SetAsideRow] | undefined {
  return [...state.setAside].find(([, delivery]) => delivery.id === id);
}
