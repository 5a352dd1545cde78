import type { EventStore } from '../ports/event-store.ts';
import type { KeyStore } from '../ports/key-store.ts';
import type { RecordReader } from '../ports/record-reader.ts';
import type { UpdateLog } from '../ports/update-log.ts';

/**
 * What the laws of EventStore, RecordReader and UpdateLog are checked on: the
 * ports over one storage, and two things that a test has to do behind them.
 */
export interface StorageSubject {
  readonly eventStore: EventStore;
  readonly recordReader: RecordReader;
  readonly updateLog: UpdateLog;
  readonly keyStore: KeyStore;
  /** Makes every event that waits for a later attempt due now. Dead ones stay dead. */
  readonly skipWaits: () => Promise<void>;
  /** The bodies kept by `setAside`, in any order. */
  readonly setAsideBodies: () => Promise<readonly Uint8Array[]>;
}
