import type {
  AuditLog,
  ConnectionStore,
  EventDesk,
  EventStore,
  IdempotencyStore,
  KeyStore,
  ReconciliationStore,
  RecordReader,
  WebhookRegistry,
} from '@dialpad-cti/core';

/** Core's ports over one database, and what the server must know of it. */
export interface Storage {
  readonly eventStore: EventStore;
  readonly eventDesk: EventDesk;
  readonly recordReader: RecordReader;
  readonly keyStore: KeyStore;
  readonly auditLog: AuditLog;
  readonly idempotencyStore: IdempotencyStore;
  readonly webhookRegistry: WebhookRegistry;
  readonly connectionStore: ConnectionStore;
  readonly reconciliationStore: ReconciliationStore;
  /** What is not as it should be and can be lived with; shown by `/readyz`. */
  readonly remarks: Readonly<Record<string, string>>;
  /** Calls when another process may have stored events, or changed credentials. */
  readonly onHint: (listener: (hint: 'events' | 'credentials') => void) => void;
  readonly end: () => Promise<void>;
}
