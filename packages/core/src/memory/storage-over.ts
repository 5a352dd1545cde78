import type { EventStore } from '../ports/event-store.ts';
import type { KeyStore } from '../ports/key-store.ts';
import type { RecordReader } from '../ports/record-reader.ts';
import type { UpdateLog } from '../ports/update-log.ts';
import { createMemoryEventStore } from './event-store.ts';
import { createMemoryKeyStore } from './key-store.ts';
import { createMemoryRecordReader } from './record-reader.ts';
import type { MemorySources, MemoryState } from './state.ts';
import { createMemoryUpdateLog } from './update-log.ts';
import { createUuidV7 } from './uuid-v7.ts';

export interface MemoryStorage {
  readonly eventStore: EventStore;
  readonly recordReader: RecordReader;
  readonly updateLog: UpdateLog;
  readonly keyStore: KeyStore;
}

/** Apart from `createMemoryStorage`, so that a test can look at the state behind the ports. */
export function storageOver(state: MemoryState, given: Partial<MemorySources>): MemoryStorage {
  const now = given.now ?? Date.now;
  const newId = given.newId ?? createUuidV7(now);
  const sources: MemorySources = { now, newId, random: given.random ?? Math.random };
  const keyStore = createMemoryKeyStore({ now });
  return {
    eventStore: createMemoryEventStore(state, sources, keyStore),
    recordReader: createMemoryRecordReader(state, sources),
    updateLog: createMemoryUpdateLog(state, sources, keyStore),
    keyStore,
  };
}
