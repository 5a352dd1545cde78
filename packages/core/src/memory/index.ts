export { createMemoryBroadcaster } from './broadcaster.ts';
export { createMemoryKeyStore, type MemoryKeyStoreDeps } from './key-store.ts';
export { createMemorySlowHash } from './slow-hash.ts';
export { createMemoryStorage } from './storage.ts';
export type { MemoryStorage } from './storage-over.ts';
