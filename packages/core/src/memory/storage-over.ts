import type { AuditLog } from '../ports/audit-log.ts';
import type { ConnectionStore } from '../ports/connection-store.ts';
import type { EventDesk } from '../ports/event-desk.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { IdempotencyStore } from '../ports/idempotency-store.ts';
import type { KeyStore } from '../ports/key-store.ts';
import type { ReconciliationStore } from '../ports/reconciliation-store.ts';
import type { RecordReader } from '../ports/record-reader.ts';
import type { UpdateLog } from '../ports/update-log.ts';
import type { WebhookRegistry } from '../ports/webhook-registry.ts';
import { createMemoryAuditLog } from './audit-log.ts';
import { createMemoryConnectionStore } from './connection-store.ts';
import { createMemoryEventDesk } from './event-desk.ts';
import { createMemoryEventStore } from './event-store.ts';
import { createMemoryIdempotencyStore } from './idempotency-store.ts';
import { createKeyStoreParts, createMemoryKeyStore } from './key-store.ts';
import { createMemoryReconciliationStore } from './reconciliation-store.ts';
import { createMemoryRecordReader } from './record-reader.ts';
import type { MemorySources, MemoryState } from './state.ts';
import { createMemoryUpdateLog } from './update-log.ts';
import { createUuidV7 } from './uuid-v7.ts';
import { createMemoryWebhookRegistry } from './webhook-registry.ts';

export interface MemoryStorage {
  readonly eventStore: EventStore;
  readonly eventDesk: EventDesk;
  readonly recordReader: RecordReader;
  readonly updateLog: UpdateLog;
  readonly keyStore: KeyStore;
  readonly auditLog: AuditLog;
  readonly idempotencyStore: IdempotencyStore;
  readonly webhookRegistry: WebhookRegistry;
  readonly connectionStore: ConnectionStore;
  readonly reconciliationStore: ReconciliationStore;
}

/** Apart from `createMemoryStorage`, so that a test can look at the state behind the ports. */
export function storageOver(state: MemoryState, given: Partial<MemorySources>): MemoryStorage {
  const now = given.now ?? Date.now;
  const newId = given.newId ?? createUuidV7(now);
  const sources: MemorySources = { now, newId, random: given.random ?? Math.random };
  const auditLog = createMemoryAuditLog(sources);
  const parts = createKeyStoreParts({ now, auditLog });
  const keyStore = createMemoryKeyStore(parts);
  return {
    eventStore: createMemoryEventStore(state, sources, keyStore),
    eventDesk: createMemoryEventDesk(state, sources, auditLog),
    recordReader: createMemoryRecordReader(state, sources),
    updateLog: createMemoryUpdateLog(state, sources, keyStore),
    keyStore,
    auditLog,
    idempotencyStore: createMemoryIdempotencyStore({ now }),
    webhookRegistry: createMemoryWebhookRegistry(parts),
    connectionStore: createMemoryConnectionStore(state, sources, { keyStore, auditLog }),
    reconciliationStore: createMemoryReconciliationStore(state, sources, { keyStore, auditLog }),
  };
}
