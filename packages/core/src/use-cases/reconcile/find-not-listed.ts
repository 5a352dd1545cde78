import { okAsync, type ResultAsync } from 'neverthrow';

import type { CallFacts } from '../../domain/call-facts.ts';
import { millisecondsOfClock } from '../../domain/clock.ts';
import type { CallWindow } from '../../ports/dialpad-client.ts';
import type { ReconciliationStore } from '../../ports/reconciliation-store.ts';
import type { StoreError } from '../../ports/store-error.ts';
import type { Unexplained } from './store-listed.ts';

/** A call is in Dialpad's list a while after its end. */
const LISTED_AFTER_MS = 2 * 60_000;
const IDS_AT_ONCE = 500;

export interface SeenList {
  readonly appId: string;
  /** What was walked. */
  readonly window: CallWindow;
  /** Ids that Dialpad listed. */
  readonly listed: ReadonlySet<string>;
  /** Epoch ms: the list was begun. */
  readonly begunAt: number;
}

type Store = Pick<ReconciliationStore, 'concludedCalls' | 'callFacts'>;

/** Calls of ours that are over, long enough to be listed, and were not. */
export function findNotListed(
  store: Store,
  { appId, window, listed, begunAt }: SeenList,
): ResultAsync<readonly Unexplained[], StoreError> {
  return store.concludedCalls(appId, window).andThen((concluded) =>
    tellOf(store, {
      appId,
      ids: concluded.filter((id) => !listed.has(id)),
      endedBefore: begunAt - LISTED_AFTER_MS,
    }),
  );
}

interface MissingCalls {
  readonly appId: string;
  readonly ids: readonly string[];
  /** Epoch ms. */
  readonly endedBefore: number;
}

/** Part by part: only what is told of them is kept, since they may be many. */
function tellOf(
  store: Store,
  { appId, ids, endedBefore }: MissingCalls,
): ResultAsync<readonly Unexplained[], StoreError> {
  if (ids.length === 0) return okAsync([]);
  return store.callFacts(appId, ids.slice(0, IDS_AT_ONCE)).andThen((facts) => {
    const told = facts.flatMap(({ callId: dialpadCallId, startedAt, ...call }) =>
      startedAt === null || endOf(call) >= endedBefore
        ? []
        : { dialpadCallId, reason: 'not-listed' as const, startedAt },
    );
    const left = { appId, ids: ids.slice(IDS_AT_ONCE), endedBefore };
    return tellOf(store, left).map((rest) => [...told, ...rest]);
  });
}

/** By the newest event where the end was not told. */
function endOf({ endedAt, clock }: Pick<CallFacts, 'endedAt' | 'clock'>): number {
  return endedAt ?? millisecondsOfClock(clock);
}
