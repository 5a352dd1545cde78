import { okAsync, ResultAsync } from 'neverthrow';

import type { CallFacts } from '../domain/call-facts.ts';
import type { KeyStore } from '../ports/key-store.ts';
import type { ReconciliationStore } from '../ports/reconciliation-store.ts';
import type { StoreError } from '../ports/store-error.ts';
import { callView } from '../use-cases/call-view.ts';
import { attempt } from './attempt.ts';
import { ledgerHours } from './reconciliation-ledger.ts';
import type { BackfillRow, FoundCall, WalkedSpan } from './reconciliation-rows.ts';
import type { CallRow, MemoryState } from './state.ts';

export interface MemoryFindingsDeps {
  readonly backfills: ReadonlyMap<string, BackfillRow>;
  readonly spans: readonly WalkedSpan[];
  readonly state: MemoryState;
  readonly keyStore: Pick<KeyStore, 'app'>;
}

type Findings = Pick<
  ReconciliationStore,
  'callFacts' | 'concludedCalls' | 'silentCalls' | 'putUnexplained' | 'ledger' | 'walkedUntil'
>;

export function createMemoryFindings({
  backfills,
  spans,
  state,
  keyStore,
}: MemoryFindingsDeps): Findings {
  /** By app and call. */
  const found = new Map<string, FoundCall>();

  return {
    callFacts: (appId, ids) =>
      attempt(() => {
        const calls = state.streams.get(appId)?.calls;
        return [...new Set(ids)].flatMap((id) => calls?.get(id)?.facts ?? []);
      }),

    concludedCalls: (appId, window) =>
      attempt(() =>
        [...(state.streams.get(appId)?.calls.values() ?? [])]
          .filter(({ facts }) => isOver(facts) && isWithin(facts.startedAt, window))
          .map(({ facts }) => facts.callId)
          .sort(),
      ),

    silentCalls: (before, limit) =>
      activeApps(state, keyStore).andThen((appIds) =>
        attempt(() =>
          appIds
            .flatMap((appId) => silentRows(state, appId, before))
            .sort(({ row: one }, { row: other }) => byAge(one, other))
            .slice(0, Math.max(0, limit))
            .map(({ appId, row }) => ({ appId, facts: row.facts })),
        ),
      ),

    putUnexplained: (appId, window, calls) =>
      attempt(() => {
        for (const [place, call] of found) {
          if (call.appId === appId && isWithin(call.startedAt, window)) found.delete(place);
        }
        for (const call of calls) found.set(`${appId} ${call.dialpadCallId}`, { appId, ...call });
      }),

    ledger: (appId, window) =>
      keyStore
        .app(appId)
        .andThen((app) =>
          app === null
            ? okAsync(null)
            : attempt(() =>
                ledgerHours({ appId, state, spans, found: [...found.values()] }, window),
              ),
        ),

    walkedUntil: (appId) =>
      attempt(() =>
        [...backfills.values()]
          .filter((row) => row.appId === appId && row.state === 'done')
          .reduce<number | null>((latest, { to }) => Math.max(latest ?? to, to), null),
      ),
  };
}

function isOver(facts: CallFacts): boolean {
  return callView(facts).outcome !== null;
}

function isWithin(time: number | null, { from, to }: { from: number; to: number }): boolean {
  return time !== null && time >= from && time < to;
}

function activeApps(
  state: MemoryState,
  keyStore: Pick<KeyStore, 'app'>,
): ResultAsync<readonly string[], StoreError> {
  return ResultAsync.combine([...state.streams.keys()].map((appId) => keyStore.app(appId))).map(
    (apps) => apps.flatMap((app) => (app?.isActive === true ? app.appId : [])),
  );
}

function silentRows(state: MemoryState, appId: string, before: number) {
  const heard = new Set<string | null>();
  for (const event of state.events.values()) {
    if (event.appId === appId && event.kind === 'call' && event.receivedAt >= before) {
      heard.add(event.subjectId);
    }
  }
  return [...(state.streams.get(appId)?.calls.values() ?? [])]
    .filter(({ facts }) => !isOver(facts) && !heard.has(facts.callId))
    .map((row) => ({ appId, row }));
}

function byAge(one: CallRow, other: CallRow): number {
  return one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1);
}
