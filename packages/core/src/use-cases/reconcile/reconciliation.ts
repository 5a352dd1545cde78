import type { ResultAsync } from 'neverthrow';

import type { Backfill } from '../../domain/backfill.ts';
import type { DialpadError } from '../../ports/dialpad-client.ts';
import type { EventStore } from '../../ports/event-store.ts';
import type { ReconciliationStore } from '../../ports/reconciliation-store.ts';
import type { StoreError } from '../../ports/store-error.ts';
import type { DialpadFor } from '../connect/dialpad-access.ts';

export interface ReconciliationDeps {
  readonly store: ReconciliationStore;
  readonly eventStore: Pick<EventStore, 'append'>;
  readonly dialpadFor: DialpadFor;
  /**
   * Whether the app's calls are of the company that `dialpadFor` asks: we set it up there, or somebody
   * connected it. An app with a hook made by hand may be of another one than the static key is.
   */
  readonly isKnownAtDialpad: (appId: string) => ResultAsync<boolean, StoreError>;
  /** Epoch ms. */
  readonly now: () => number;
  /** Events wait for the worker. */
  readonly onStored: () => void;
}

/** Fetches what an outage lost. */
export interface Reconciliation {
  /**
   * Takes the backfill that has waited longest and walks it to its end: each listed call whose record
   * would be another with it is stored as a raw event, and folded like any other. Null when none waits.
   * One that Dialpad kept from its end is still `running`, and comes again when it makes sense.
   */
  walkNext(): ResultAsync<Backfill | null, StoreError>;
  /**
   * Asks Dialpad about live calls that have been silent for 4 hours, up to `limit` of them, one by one;
   * ends those that it does not know or says ended. Ten a minute are allowed: the caller keeps that. One
   * that Dialpad says is live is not asked about again for an hour. Never asked about are calls of apps
   * that are not known there: what Dialpad does not know of them proves nothing.
   */
  endSilentCalls(limit: number): ResultAsync<SilentCalls, StoreError>;
}

export interface SilentCalls {
  readonly asked: number;
  readonly ended: number;
  /** What Dialpad answered to the last of those that could not be asked about; null: all were answered. */
  readonly error: DialpadError | null;
}
