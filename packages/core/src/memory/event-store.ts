import { ResultAsync } from 'neverthrow';

import type { EventStore } from '../ports/event-store.ts';
import type { KeyStore } from '../ports/key-store.ts';
import type { StoreError } from '../ports/store-error.ts';
import { appendEvent } from './append-event.ts';
import { attempt } from './attempt.ts';
import { eventList, type ListedEvent } from './event-list.ts';
import { type ListOrder, paginate } from './paginate.ts';
import { processWaiting } from './process-waiting.ts';
import { queueStatus } from './queue-status.ts';
import { setAside } from './set-aside.ts';
import type { MemorySources, MemoryState } from './state.ts';
import { takeTurns } from './take-turns.ts';

export function createMemoryEventStore(
  state: MemoryState,
  sources: MemorySources,
  keyStore: KeyStore,
): EventStore {
  return {
    append: (events) => attempt(() => events.map((event) => appendEvent(state, sources, event))),

    setAside: (delivery) => attempt(() => setAside(state, sources, delivery)),

    processBatch: (limit, plan) =>
      activeApps(state, keyStore).andThen((appIds) =>
        attempt(() => {
          const events = takeTurns(state, sources, { appIds, limit });
          return processWaiting(state, sources, { events, plan });
        }),
      ),

    events: (filter, page) =>
      attempt(() => {
        const { rows, ...rest } = paginate(eventList(state, filter), NEWEST_FIRST, page);
        return { ...rest, rows: rows.map(({ status }) => status) };
      }),

    queue: () => attempt(() => queueStatus(state, sources)),
  };
}

const NEWEST_FIRST: ListOrder<ListedEvent> = {
  value: ({ receivedAt }) => receivedAt,
  id: ({ status }) => status.id,
  isDescending: true,
};

/** The active ones among the apps that have events waiting. */
function activeApps(
  state: MemoryState,
  keyStore: KeyStore,
): ResultAsync<readonly string[], StoreError> {
  const busy = [...state.streams].filter(([, { waiting }]) => waiting.size > 0);
  return ResultAsync.combine(busy.map(([appId]) => keyStore.app(appId))).map((apps) =>
    apps.flatMap((app) => (app?.isActive === true ? app.appId : [])),
  );
}
