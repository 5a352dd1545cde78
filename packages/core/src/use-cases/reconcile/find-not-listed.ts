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

/** Calls of ours that are over, long enough to be listed, and were not. */
export function findNotListed(
  store: Pick<ReconciliationStore, 'concludedCalls' | 'callFacts'>,
  { appId, window, listed, begunAt }: SeenList,
): ResultAsync<readonly Unexplained[], StoreError> {
  return store.concludedCalls(appId, window).andThen((concluded) => {
    const missing = concluded.filter((id) => !listed.has(id));
    return factsOf(store, appId, missing).map((facts) =>
      facts.flatMap(({ callId: dialpadCallId, startedAt, ...call }) =>
        startedAt === null || endOf(call) >= begunAt - LISTED_AFTER_MS
          ? []
          : { dialpadCallId, reason: 'not-listed' as const, startedAt },
      ),
    );
  });
}

/** By the newest event where the end was not told. */
function endOf({ endedAt, clock }: Pick<CallFacts, 'endedAt' | 'clock'>): number {
  return endedAt ?? millisecondsOfClock(clock);
}

function factsOf(
  store: Pick<ReconciliationStore, 'callFacts'>,
  appId: string,
  ids: readonly string[],
): ResultAsync<readonly CallFacts[], StoreError> {
  if (ids.length === 0) return okAsync([]);
  return store
    .callFacts(appId, ids.slice(0, IDS_AT_ONCE))
    .andThen((first) =>
      factsOf(store, appId, ids.slice(IDS_AT_ONCE)).map((rest) => [...first, ...rest]),
    );
}
