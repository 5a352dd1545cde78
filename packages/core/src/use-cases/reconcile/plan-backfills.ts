import type { BackfillReason } from '../../domain/backfill.ts';
import type { NewBackfill } from '../../ports/reconciliation-store.ts';

/** What is known of an app when it is asked whether Dialpad's list should be walked. Epoch ms. */
export interface BackfillSituation {
  readonly appId: string;
  readonly now: number;
  /** Up to when the list was walked to its end; null: never. */
  readonly walkedUntil: number | null;
  /**
   * Since this start: when each kind was last asked for; null: not yet. The walk for the start counts as
   * both: it reaches further back.
   */
  readonly lastRegularAt: number | null;
  readonly lastRecentAt: number | null;
  /** Deliveries were refused or failed since then, or nothing came for long although it used to. */
  readonly gapSince: number | null;
}

/**
 * Which walks are due: at the start and every 4 minutes from two hours before the last walk's end, so over
 * all of a downtime (at most 30 days); over a gap; every 2 minutes over the last ten.
 */
export type PlanBackfills = (situation: BackfillSituation) => readonly NewBackfill[];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const LONGEST_MS = 30 * 24 * HOUR_MS;
/** Calls that started so long before the last walk's end may have ended after it: it did not see them. */
const OVERLAP_MS = 2 * HOUR_MS;
const GAP_LEAD_MS = 5 * MINUTE_MS;
const REGULAR_EVERY_MS = 4 * MINUTE_MS;
const RECENT = { everyMs: 2 * MINUTE_MS, overMs: 10 * MINUTE_MS };

export const planBackfills: PlanBackfills = (situation) => {
  const { appId, now, walkedUntil, lastRegularAt, lastRecentAt, gapSince } = situation;
  const walk = (reason: BackfillReason, since: number): NewBackfill => ({
    appId,
    reason,
    // A clock that was put back must not leave a window that ends before it begins.
    from: Math.max(now - LONGEST_MS, Math.min(since, now - MINUTE_MS)),
    to: now,
  });
  // Also while this process ran the database, or Dialpad, may have been away for long.
  const sinceLastWalk = Math.min(walkedUntil ?? now, now) - OVERLAP_MS;
  const gap = gapSince === null ? [] : [walk('gap', gapSince - GAP_LEAD_MS)];
  if (lastRegularAt === null || lastRecentAt === null) {
    return [walk('start', sinceLastWalk), ...gap];
  }
  return [
    ...gap,
    ...(now - lastRecentAt >= RECENT.everyMs ? [walk('recent', now - RECENT.overMs)] : []),
    ...(now - lastRegularAt >= REGULAR_EVERY_MS ? [walk('regular', sinceLastWalk)] : []),
  ];
};
