export const BACKFILL_STATES = ['queued', 'running', 'done', 'failed'] as const;
export type BackfillState = (typeof BACKFILL_STATES)[number];

/** Why a walk along Dialpad's call list was begun. */
export const BACKFILL_REASONS = ['operator', 'start', 'gap', 'recent', 'regular'] as const;
export type BackfillReason = (typeof BACKFILL_REASONS)[number];

/** A walk along Dialpad's list of calls that started in a window, the newest first. */
export interface Backfill {
  /** UUID v7. */
  readonly id: string;
  readonly appId: string;
  readonly reason: BackfillReason;
  /** Epoch ms: from `from`, before `to`. */
  readonly from: number;
  readonly to: number;
  readonly state: BackfillState;
  /** Epoch ms: what started from then on is done. `to` at first, `from` at the end. */
  readonly reached: number;
  /** Calls that Dialpad listed. */
  readonly listed: number;
  /** Calls of which something was lacking, and is stored now. */
  readonly recovered: number;
  /** Null unless it failed: a kind of `DialpadError`, with the scope that is missing if known. */
  readonly error: string | null;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly finishedAt: string | null;
}

/** One hour of an app, by our clock: what came, and whether it is all that there was. */
export interface LedgerHour {
  /** RFC 3339, the full hour. */
  readonly hour: string;
  /** Events that Dialpad delivered and we stored in this hour. */
  readonly received: number;
  /** Deliveries that said again what was stored. */
  readonly duplicates: number;
  /** Events that we took from Dialpad's call list, for calls that started in this hour. */
  readonly recovered: number;
  /** Calls, by their start, that we ended because Dialpad does not know them or says they ended. */
  readonly inferred: number;
  /** Calls, by their start, that are not as Dialpad's list has them; empty when all is explained. */
  readonly unexplained: readonly UnexplainedCall[];
  /**
   * `verified`: Dialpad's list was walked over all of this hour after it was over; `open`: not yet;
   * `unverifiable`: our key may not read the list (`calls:list`).
   */
  readonly standing: 'verified' | 'open' | 'unverifiable';
}

export interface UnexplainedCall {
  readonly dialpadCallId: string;
  /** `not-listed`: over here, unknown there; `differs`: it was stored, and is different all the same. */
  readonly reason: 'not-listed' | 'differs';
}
