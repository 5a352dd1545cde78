import type { AppStream, EventRow, MemorySources, MemoryState } from './state.ts';

/**
 * Due events of the given apps, in the order of arrival. One of each app in turn,
 * so that an app with much work keeps no other waiting.
 */
export function takeTurns(
  state: MemoryState,
  sources: MemorySources,
  { appIds, limit }: { readonly appIds: readonly string[]; readonly limit: number },
): readonly EventRow[] {
  const streams = appIds
    .flatMap((appId) => state.streams.get(appId) ?? [])
    .sort((left, right) => left.lastTurn - right.lastTurn);
  const queues = streams.map((stream) => dueEvents(state, stream, sources.now()));
  const turn = Math.max(0, ...streams.map(({ lastTurn }) => lastTurn)) + 1;
  const taken: EventRow[] = [];
  for (let round = 0; queues.some((queue) => round < queue.length); round += 1) {
    for (const [index, queue] of queues.entries()) {
      const [event, stream] = [queue[round], streams[index]];
      if (event === undefined || stream === undefined) continue;
      if (taken.length >= limit) return inOrder(taken);
      taken.push(event);
      stream.lastTurn = turn;
    }
  }
  return inOrder(taken);
}

function dueEvents(state: MemoryState, stream: AppStream, now: number): readonly EventRow[] {
  return [...stream.waiting]
    .flatMap((id) => state.events.get(id) ?? [])
    .filter(({ dueAt }) => dueAt <= now)
    .sort(byArrival);
}

function inOrder(events: readonly EventRow[]): readonly EventRow[] {
  return [...events].sort(byArrival);
}

function byArrival(left: EventRow, right: EventRow): number {
  return left.id < right.id ? -1 : 1;
}
