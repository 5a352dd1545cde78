import { okAsync } from 'neverthrow';

import type { Update } from '../domain/update.ts';
import type { Broadcaster } from '../ports/broadcaster.ts';

/** Reaches the listeners of this process, before `publish` returns. */
export function createMemoryBroadcaster(): Broadcaster {
  const listeners = new Set<{ readonly hear: (updates: readonly Update[]) => void }>();

  return {
    publish: (updates) => {
      // Who comes or goes meanwhile counts from now on: neither is told of this one.
      const present = [...listeners];
      for (const listener of present) {
        if (listeners.has(listener)) tell(listener.hear, updates);
      }
      return okAsync(undefined);
    },

    subscribe: (hear) => {
      const listener = { hear };
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** What a listener throws is its own affair: it may not keep the others from hearing. */
function tell(hear: (updates: readonly Update[]) => void, updates: readonly Update[]): void {
  try {
    hear(updates);
  } catch {
    return;
  }
}
