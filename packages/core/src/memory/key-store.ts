import type { KeyStore } from '../ports/key-store.ts';
import { createMemoryApiKeys } from './api-keys.ts';
import { createMemoryApps } from './apps.ts';
import { attempt } from './attempt.ts';
import type { MemoryAuditLog } from './audit-log.ts';
import { createMemoryHooks } from './hooks.ts';
import type { KeyStoreParts } from './key-store-parts.ts';

export interface MemoryKeyStoreDeps {
  /** Epoch ms. */
  readonly now: () => number;
  readonly auditLog: Pick<MemoryAuditLog, 'note'>;
}

/** What the key store holds, for those adapters of the storage that hold it with it. */
export function createKeyStoreParts({ now, auditLog }: MemoryKeyStoreDeps): KeyStoreParts {
  return {
    apps: new Map(),
    keys: new Map(),
    hooks: new Map(),
    registrations: new Map(),
    epoch: { current: 0 },
    now,
    note: auditLog.note,
  };
}

/** Nothing outlives the process, so secrets lie in it as they are. */
export function createMemoryKeyStore(parts: KeyStoreParts): KeyStore {
  return {
    ...createMemoryApps(parts),
    ...createMemoryApiKeys(parts),
    ...createMemoryHooks(parts),
    credentialsEpoch: () => attempt(() => parts.epoch.current),
  };
}
