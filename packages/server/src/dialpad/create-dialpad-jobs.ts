import type {
  BackfillSituation,
  DialpadAccess,
  PlanBackfills,
  Reconciliation,
  ReconciliationStore,
  StoreError,
  WebhookRegistry,
} from '@dialpad-cti/core';

import { waitAtMost } from '../lifecycle/wait-at-most.ts';
import { every } from '../serving/every.ts';
import type { GapWatch } from './create-gap-watch.ts';

export interface DialpadJobsDeps {
  readonly reconciliation: Reconciliation;
  readonly store: Pick<ReconciliationStore, 'addBackfill' | 'walkedUntil'>;
  readonly registry: Pick<WebhookRegistry, 'registrations'>;
  readonly planBackfills: PlanBackfills;
  readonly gaps: GapWatch;
  /** Renews the tokens that are soon to expire. */
  readonly refreshDue: DialpadAccess['refreshDue'];
  /** Epoch ms. */
  readonly now: () => number;
  /** A backfill ended without reaching its end. Must not throw. */
  readonly onFailed: (error: string) => void;
  /** Tokens could not be renewed. Must not throw. */
  readonly onRefreshFailed: (appId: string, reason: string) => void;
  readonly onTrouble: (error: StoreError) => void;
}

/** What is done at Dialpad without being asked: by processes that are workers. */
export interface DialpadJobs {
  readonly start: () => void;
  /** A backfill waits: never blocks, never throws. */
  readonly wake: () => void;
  readonly stop: () => Promise<void>;
}

const LOOK_MS = 20_000;
const REFRESH_MS = 15_000;
const MINUTE_MS = 60_000;
/** Of Dialpad's endpoint for one call, a minute. */
const SILENT_CALLS = 10;
const STOP_LIMIT_MS = 3000;

export function createDialpadJobs(deps: DialpadJobsDeps): DialpadJobs {
  const { reconciliation, now } = deps;
  const startedAt = now();
  const lastRegular = new Map<string, number>();
  const lastRecent = new Map<string, number>();
  const ends: (() => void)[] = [];
  let isStopping = false;
  let isRunning = false;
  let walking: Promise<void> | null = null;

  /** One after the other, until none waits. */
  async function walk(): Promise<void> {
    while (!isStopping) {
      const walked = await reconciliation.walkNext();
      if (walked.isErr()) return deps.onTrouble(walked.error);
      if (walked.value === null) return;
      if (walked.value.state === 'failed') deps.onFailed(walked.value.error ?? 'unknown');
    }
  }

  function wake(): void {
    if (!isRunning || isStopping) return;
    walking ??= walk().finally(() => {
      walking = null;
    });
  }

  async function plan(): Promise<void> {
    const found = await deps.registry.registrations({});
    if (found.isErr()) return deps.onTrouble(found.error);
    const gapSince = deps.gaps.takeGap();
    const registered = found.value.filter(({ state }) => state === 'registered');
    for (const appId of new Set(registered.map((registration) => registration.appId))) {
      const walkedUntil = await deps.store.walkedUntil(appId);
      if (walkedUntil.isErr()) return deps.onTrouble(walkedUntil.error);
      await addDue({
        appId,
        now: now(),
        startedAt,
        walkedUntil: walkedUntil.value,
        lastRegularAt: lastRegular.get(appId) ?? null,
        lastRecentAt: lastRecent.get(appId) ?? null,
        gapSince,
      });
    }
    wake();
  }

  async function addDue(situation: BackfillSituation): Promise<void> {
    for (const backfill of deps.planBackfills(situation)) {
      const added = await deps.store.addBackfill(backfill, null);
      if (added.isErr()) {
        if (added.error.kind === 'store-unavailable') deps.onTrouble(added.error);
        return;
      }
      const { appId, reason } = backfill;
      // A start's walk covers what the others would.
      if (reason === 'regular' || reason === 'start') lastRegular.set(appId, situation.now);
      if (reason !== 'operator' && reason !== 'gap') lastRecent.set(appId, situation.now);
    }
  }

  async function refresh(): Promise<void> {
    const refreshed = await deps.refreshDue();
    if (refreshed.isErr()) return deps.onTrouble(refreshed.error);
    for (const { appId, error } of refreshed.value.failed) deps.onRefreshFailed(appId, error.kind);
  }

  return {
    start() {
      isRunning = true;
      ends.push(
        every(LOOK_MS, plan),
        every(REFRESH_MS, refresh),
        every(MINUTE_MS, async () => {
          const asked = await reconciliation.endSilentCalls(SILENT_CALLS);
          asked.orTee(deps.onTrouble);
        }),
      );
    },
    wake,
    async stop() {
      isStopping = true;
      for (const end of ends) end();
      if (walking !== null) await waitAtMost(STOP_LIMIT_MS, walking);
    },
  };
}
