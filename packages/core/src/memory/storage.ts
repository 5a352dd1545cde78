import { createMemoryState, type MemorySources } from './state.ts';
import { type MemoryStorage, storageOver } from './storage-over.ts';

/** All of it is gone when the process ends: for tests, trials and embedding. */
export function createMemoryStorage(sources: Partial<MemorySources> = {}): MemoryStorage {
  return storageOver(createMemoryState(), sources);
}
