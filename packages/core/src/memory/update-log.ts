import type { KeyStore } from '../ports/key-store.ts';
import type { UpdateLog } from '../ports/update-log.ts';
import { attempt } from './attempt.ts';
import type { MemorySources, MemoryState } from './state.ts';
import { streamOf } from './stream-of.ts';

export function createMemoryUpdateLog(
  state: MemoryState,
  sources: MemorySources,
  keyStore: KeyStore,
): UpdateLog {
  return {
    head: (appId) =>
      keyStore.app(appId).map((app) => {
        if (app === null) return null;
        const { epoch, updates } = streamOf(state, sources, appId);
        return { epoch, position: updates.length };
      }),

    readAfter: (appId, position, limit) =>
      attempt(() => {
        const from = Math.max(0, position);
        return state.streams.get(appId)?.updates.slice(from, from + Math.max(0, limit)) ?? [];
      }),
  };
}
