import type { AppStream, MemorySources, MemoryState } from './state.ts';

/** The app's stream, made on first use. */
export function streamOf(state: MemoryState, sources: MemorySources, appId: string): AppStream {
  const known = state.streams.get(appId);
  if (known !== undefined) return known;
  const stream: AppStream = {
    epoch: sources.newId(),
    updates: [],
    waiting: new Set(),
    calls: new Map(),
    messages: new Map(),
    voicemails: new Map(),
    lastTurn: 0,
  };
  state.streams.set(appId, stream);
  return stream;
}
