import type { Backfill, UnexplainedCall } from '../domain/backfill.ts';

export interface BackfillRow extends Backfill {
  /** Epoch ms. */
  readonly createdMs: number;
  readonly finishedMs: number | null;
  /** First taken, epoch ms; null: not yet. */
  readonly begunMs: number | null;
  /** Whose it is; null: nobody took it yet. */
  readonly hold: string | null;
  /** Epoch ms: nobody else gets it before then. */
  readonly heldUntil: number;
}

/** What a walk that is over says of the hours in it. It stays when the walk is forgotten. */
export interface WalkedSpan {
  readonly appId: string;
  /** Epoch ms: from `from`, before `to`; nothing after the walk was begun. */
  readonly from: number;
  readonly to: number;
  readonly standing: 'verified' | 'unverifiable';
}

/** A call that was found unexplained. */
export interface FoundCall extends UnexplainedCall {
  readonly appId: string;
  /** Epoch ms. */
  readonly startedAt: number;
}

export function backfillOf(row: BackfillRow): Backfill {
  const { id, appId, reason, from, to, state, reached } = row;
  const { listed, recovered, error, createdAt, finishedAt } = row;
  return {
    id,
    appId,
    reason,
    from,
    to,
    state,
    reached,
    listed,
    recovered,
    error,
    createdAt,
    finishedAt,
  };
}
