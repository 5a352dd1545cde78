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

/**
 * What the laws of all ports over one storage are checked on, and two things that a test has to do
 * behind them.
 */
export interface StorageSubject {
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
  /** Makes every event that waits for a later attempt due now. Dead ones stay dead. */
  readonly skipWaits: () => Promise<void>;
  /** The bodies kept by `setAside`, in any order. */
  readonly setAsideBodies: () => Promise<readonly Uint8Array[]>;
}
