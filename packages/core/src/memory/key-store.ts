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

/** Nothing outlives the process, so secrets lie in it as they are. */
export function createMemoryKeyStore({ now, auditLog }: MemoryKeyStoreDeps): KeyStore {
  const parts: KeyStoreParts = {
    apps: new Map(),
    keys: new Map(),
    hooks: new Map(),
    epoch: { current: 0 },
    now,
    note: auditLog.note,
  };
  return {
    ...createMemoryApps(parts),
    ...createMemoryApiKeys(parts),
    ...createMemoryHooks(parts),
    credentialsEpoch: () => attempt(() => parts.epoch.current),
  };
}
