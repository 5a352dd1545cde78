import type {
  DialpadAccess,
  NewBackfill,
  PlanBackfills,
  Reconciliation,
  ReconciliationStore,
  Registration,
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
  readonly onFailed: (appId: string, reason: string) => void;
  /** Tokens could not be renewed. Must not throw. */
  readonly onRefreshFailed: (appId: string, reason: string) => void;
  /** Dialpad could not be asked about a silent call. Must not throw. */
  readonly onSilentFailed: (reason: string) => void;
  readonly onTrouble: (error: StoreError) => void;
}

/** What is done at Dialpad without being asked: by processes that are workers. */
export interface DialpadJobs {
  readonly start: () => void;
  /** A backfill waits: never blocks, never throws. */
  readonly wake: () => void;
  /** Begins nothing more, and waits a while for what is under way. */
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
  const lastRegular = new Map<string, number>();
  const lastRecent = new Map<string, number>();
  const ends: (() => void)[] = [];
  const underWay = new Set<Promise<void>>();
  let isStopping = false;
  let isRunning = false;
  let isWalking = false;

  function follow(work: Promise<void>): Promise<void> {
    const followed = work.finally(() => underWay.delete(followed));
    underWay.add(followed);
    return followed;
  }

  /** One after the other, until none waits. */
  async function walk(): Promise<void> {
    while (!isStopping) {
      const walked = await reconciliation.walkNext();
      if (walked.isErr()) return deps.onTrouble(walked.error);
      if (walked.value === null) return;
      const { appId, state, error } = walked.value;
      if (state === 'failed') deps.onFailed(appId, error ?? 'unknown');
    }
  }

  function wake(): void {
    if (!isRunning || isStopping || isWalking) return;
    isWalking = true;
    void follow(
      walk().finally(() => {
        isWalking = false;
      }),
    );
  }

  async function plan(): Promise<void> {
    const gapSince = deps.gaps.takeGap();
    const trouble = await addAllDue(gapSince);
    if (trouble !== null) {
      // Where the database is in trouble, it is the gap that must not be forgotten.
      if (gapSince !== null) deps.gaps.giveBack(gapSince);
      deps.onTrouble(trouble);
    }
    wake();
  }

  /** What kept it from being added; null when all of it was. */
  async function addAllDue(gapSince: number | null): Promise<StoreError | null> {
    const found = await deps.registry.registrations({});
    if (found.isErr()) return found.error;
    const sending = found.value.filter(isSendingCalls);
    for (const appId of new Set(sending.map((registration) => registration.appId))) {
      const walkedUntil = await deps.store.walkedUntil(appId);
      if (walkedUntil.isErr()) return walkedUntil.error;
      const at = now();
      const due = deps.planBackfills({
        appId,
        now: at,
        walkedUntil: walkedUntil.value,
        lastRegularAt: lastRegular.get(appId) ?? null,
        lastRecentAt: lastRecent.get(appId) ?? null,
        gapSince,
      });
      const trouble = await addDue(due, at);
      if (trouble !== null) return trouble;
    }
    return null;
  }

  async function addDue(due: readonly NewBackfill[], at: number): Promise<StoreError | null> {
    for (const backfill of due) {
      const added = await deps.store.addBackfill(backfill, null);
      if (added.isErr()) return added.error.kind === 'store-unavailable' ? added.error : null;
      const { appId, reason } = backfill;
      // A start's walk covers what the others would.
      if (reason === 'regular' || reason === 'start') lastRegular.set(appId, at);
      if (reason !== 'operator' && reason !== 'gap') lastRecent.set(appId, at);
    }
    return null;
  }

  async function refresh(): Promise<void> {
    const refreshed = await deps.refreshDue();
    if (refreshed.isErr()) return deps.onTrouble(refreshed.error);
    for (const { appId, error } of refreshed.value.failed) deps.onRefreshFailed(appId, error.kind);
  }

  async function askAboutSilent(): Promise<void> {
    const asked = await reconciliation.endSilentCalls(SILENT_CALLS);
    if (asked.isErr()) return deps.onTrouble(asked.error);
    const { error } = asked.value;
    if (error !== null) deps.onSilentFailed(error.kind);
  }

  return {
    start() {
      isRunning = true;
      ends.push(
        every(LOOK_MS, () => follow(plan())),
        every(REFRESH_MS, () => follow(refresh())),
        every(MINUTE_MS, () => follow(askAboutSilent())),
      );
    },
    wake,
    async stop() {
      isStopping = true;
      for (const end of ends) end();
      await waitAtMost(STOP_LIMIT_MS, Promise.all(underWay));
    },
  };
}

/** Also one of which a part is not (yet) as it is wanted: what of it is there sends, and may be lost. */
function isSendingCalls({ state, webhookId, wanted }: Registration): boolean {
  return state !== 'deleting' && webhookId !== null && wanted.some(({ kind }) => kind === 'call');
}
