export { createMemoryBroadcaster } from './broadcaster.ts';
export { createMemoryDialpad, type MemoryDialpad, type MemoryDialpadOptions } from './dialpad.ts';
export { createMemoryRateLimiter, type MemoryRateLimiterDeps } from './rate-limiter.ts';
export { createMemorySlowHash } from './slow-hash.ts';
export { createMemoryStorage } from './storage.ts';
export type { MemoryStorage } from './storage-over.ts';
