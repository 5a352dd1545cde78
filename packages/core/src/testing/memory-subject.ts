import { createMemoryState } from '../memory/state.ts';
import { storageOver } from '../memory/storage-over.ts';
import type { StorageSubject } from './storage-subject.ts';

/** A fresh memory storage as a subject of the laws: also the model that others are compared with. */
export async function openMemorySubject(): Promise<StorageSubject> {
  const state = createMemoryState();
  return {
    ...storageOver(state, {}),
    skipWaits: async () => {
      for (const [id, event] of state.events) {
        if (event.state === 'retrying') state.events.set(id, { ...event, dueAt: 0 });
      }
    },
    setAsideBodies: async () => [...state.setAside.values()].map(({ body }) => body),
  };
}
