import type { ResultAsync } from 'neverthrow';

import type { Act } from '../domain/act.ts';
import type { Backfill, BackfillReason, LedgerHour, UnexplainedCall } from '../domain/backfill.ts';
import type { CallFacts } from '../domain/call-facts.ts';
import type { AppNotFound } from './key-store.ts';
import type { Page, PageRequest } from './page.ts';
import type { StoreError } from './store-error.ts';

/** Walks along Dialpad's call list, and what they found. */
export interface ReconciliationStore {
  /**
   * One entry, `backfill.requested`, when there is an act: an operator's. An operator's backfill is always
   * one of its own; of each other reason at most one of an app is queued: it is then the answer, its window
   * widened by what is asked for.
   */
  addBackfill(
    backfill: NewBackfill,
    act: Act | null,
  ): ResultAsync<Backfill, StoreError | AppNotFound>;

  backfill(appId: string, id: string): ResultAsync<Backfill | null, StoreError>;

  /** Newest first. Those that nobody asked for are forgotten a week after their end. */
  backfills(appId: string, page: PageRequest): ResultAsync<Page<Backfill>, StoreError>;

  /**
   * The one that has waited longest and that nobody has in hand, as running, for `leaseMs`: so long
   * nobody else gets it. One whose holder is gone comes again, from where it was. At most one of an app
   * is in hand at a time.
   */
  takeBackfill(leaseMs: number): ResultAsync<HeldBackfill | null, StoreError>;

  /**
   * Adds to what was counted, moves `reached`, and holds it for `leaseMs` from now. False, and nothing
   * changes, when it is not ours any more: somebody else took it after the lease, or it is over.
   */
  noteProgress(
    held: BackfillHold,
    progress: BackfillProgress,
    leaseMs: number,
  ): ResultAsync<boolean, StoreError>;

  /**
   * When done, every full hour of its window that was over when it was first taken is verified; when it
   * failed and could not be verified, those of them that no other walk verified are unverifiable. False,
   * and nothing changes, when it is not ours any more.
   */
  endBackfill(held: BackfillHold, end: BackfillEnd): ResultAsync<boolean, StoreError>;

  /** What is known of each call; those that are not known are left out. */
  callFacts(
    appId: string,
    dialpadCallIds: readonly string[],
  ): ResultAsync<readonly CallFacts[], StoreError>;

  /** Calls that are over and started in the window, by Dialpad's id, sorted by code unit. */
  concludedCalls(
    appId: string,
    window: { readonly from: number; readonly to: number },
  ): ResultAsync<readonly string[], StoreError>;

  /**
   * Live calls of active apps that no event has come for since `before` (epoch ms, by our clock), also none
   * that waits to be processed; the oldest record first.
   */
  silentCalls(
    before: number,
    limit: number,
  ): ResultAsync<readonly { readonly appId: string; readonly facts: CallFacts }[], StoreError>;

  /** In the place of all that was found unexplained in the window. */
  putUnexplained(
    appId: string,
    window: { readonly from: number; readonly to: number },
    calls: readonly (UnexplainedCall & { readonly startedAt: number })[],
  ): ResultAsync<void, StoreError>;

  /**
   * The newest hour first, each hour that the window touches and that has something to say. A repeated
   * delivery counts in the hour of its first; a call whose start is not known in that of its record. Null
   * for an unknown app.
   */
  ledger(
    appId: string,
    window: { readonly from: number; readonly to: number },
  ): ResultAsync<readonly LedgerHour[] | null, StoreError>;

  /** Epoch ms: up to when an app was last walked to the end, by `to`; null: never. */
  walkedUntil(appId: string): ResultAsync<number | null, StoreError>;
}

/** What tells its holder from those who had it before. */
export interface BackfillHold {
  readonly appId: string;
  readonly id: string;
  /** Another each time it is taken. */
  readonly hold: string;
}

export interface HeldBackfill extends Backfill, BackfillHold {}

export interface NewBackfill {
  readonly appId: string;
  readonly reason: BackfillReason;
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
}

export interface BackfillProgress {
  readonly reached: number;
  readonly listed: number;
  readonly recovered: number;
}

export type BackfillEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: string; readonly isUnverifiable: boolean };
