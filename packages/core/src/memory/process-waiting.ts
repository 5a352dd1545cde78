import { timestampOf } from '../domain/scalars.ts';
import type { Update } from '../domain/update.ts';
import {
  type BatchReport,
  type LoadFacts,
  MAX_ATTEMPTS,
  type PlanBatch,
  type RecordKey,
} from '../ports/event-store.ts';
import { retryDelay } from './retry-delay.ts';
import { stageChange } from './stage-change.ts';
import type { EventRow, MemorySources, MemoryState } from './state.ts';
import { streamOf } from './stream-of.ts';

/**
 * All of `events` or none; when that fails in halves, until the one that fails
 * stands alone. Nothing here waits, so nobody sees a half-written batch.
 */
export function processWaiting(
  state: MemoryState,
  sources: MemorySources,
  work: { readonly events: readonly EventRow[]; readonly plan: PlanBatch },
): BatchReport {
  const { events, plan } = work;
  if (events.length === 0) return NOTHING;
  try {
    const updates = commit(state, sources, work);
    const now = sources.now();
    const ages = events.map(({ receivedAt }) => Math.max(0, now - receivedAt));
    return { ...NOTHING, processed: events.length, ages, updates };
  } catch (cause) {
    const [event] = events;
    if (event !== undefined && events.length === 1) {
      const isDead = postpone(state, sources, { event, cause });
      return { ...NOTHING, failed: 1, dead: isDead ? 1 : 0 };
    }
  }
  const half = Math.ceil(events.length / 2);
  const first = processWaiting(state, sources, { events: events.slice(0, half), plan });
  const second = processWaiting(state, sources, { events: events.slice(half), plan });
  return {
    processed: first.processed + second.processed,
    failed: first.failed + second.failed,
    dead: first.dead + second.dead,
    ages: [...first.ages, ...second.ages],
    updates: [...first.updates, ...second.updates],
  };
}

const NOTHING: BatchReport = { processed: 0, failed: 0, dead: 0, ages: [], updates: [] };

/** Whatever can throw does so before the first write. */
function commit(
  state: MemoryState,
  sources: MemorySources,
  { events, plan }: { readonly events: readonly EventRow[]; readonly plan: PlanBatch },
): readonly Update[] {
  const { keys, fold } = plan(
    events.map(({ id, appId, kind, payload }) => ({ id, appId, kind, payload })),
  );
  const changes = fold(loaderOf(state, keys)).map((change) => {
    const stream = streamOf(state, sources, change.appId);
    return { appId: change.appId, stream, ...stageChange(stream, sources, change) };
  });
  const now = sources.now();
  const at = timestampOf(now);

  const updates: Update[] = [];
  for (const { appId, stream, write, updates: shown } of changes) {
    write();
    for (const { type, data } of shown) {
      const place = { epoch: stream.epoch, position: stream.updates.length + 1 };
      const update = { ...place, appId, id: sources.newId(), type, at, data };
      stream.updates.push(update);
      updates.push(update);
    }
  }
  for (const event of events) {
    state.events.set(event.id, { ...event, state: 'done', doneAt: now });
    streamOf(state, sources, event.appId).waiting.delete(event.id);
  }
  return updates;
}

function loaderOf(state: MemoryState, keys: readonly RecordKey[]): LoadFacts {
  const named = new Set(keys.map(placeOf));

  function load(key: RecordKey) {
    if (!named.has(placeOf(key))) throw new Error('the plan did not name a record that it loads');
    const stream = state.streams.get(key.appId);
    const rows = key.kind === 'call' ? stream?.calls : stream?.messages;
    return rows?.get(key.dialpadId)?.facts ?? null;
  }
  // One function for both kinds: its type cannot say that the facts are of the key's kind.
  return load as LoadFacts;
}

function placeOf({ appId, kind, dialpadId }: RecordKey): string {
  return JSON.stringify([appId, kind, dialpadId]);
}

/** True when it is dead now. */
function postpone(
  state: MemoryState,
  sources: MemorySources,
  { event, cause }: { readonly event: EventRow; readonly cause: unknown },
): boolean {
  const attempts = event.attempts + 1;
  const isDead = attempts >= MAX_ATTEMPTS;
  state.events.set(event.id, {
    ...event,
    state: isDead ? 'dead' : 'retrying',
    attempts,
    lastError: cause instanceof Error ? cause.message : String(cause),
    dueAt: sources.now() + retryDelay(attempts, sources.random()),
  });
  if (isDead) streamOf(state, sources, event.appId).waiting.delete(event.id);
  return isDead;
}
