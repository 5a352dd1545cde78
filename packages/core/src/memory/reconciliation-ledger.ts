import type { LedgerHour } from '../domain/backfill.ts';
import { sourceOf } from '../domain/hook.ts';
import { timestampOf } from '../domain/scalars.ts';
import type { FoundCall, WalkedSpan } from './reconciliation-rows.ts';
import type { MemoryState } from './state.ts';

export interface LedgerSources {
  readonly appId: string;
  readonly state: MemoryState;
  readonly spans: readonly WalkedSpan[];
  readonly found: readonly FoundCall[];
}

const HOUR_MS = 60 * 60_000;

type Counts = Pick<LedgerHour, 'received' | 'duplicates' | 'recovered' | 'inferred'>;

/** The newest first; only hours of which there is something to say. */
export function ledgerHours(
  sources: LedgerSources,
  { from, to }: { readonly from: number; readonly to: number },
): readonly LedgerHour[] {
  if (from >= to) return [];
  const counts = countsByHour(sources);
  const hours = new Set([...counts.keys(), ...knownHours(sources, { from, to })]);
  return [...hours]
    .filter((hour) => hour > from - HOUR_MS && hour < to)
    .sort((one, other) => other - one)
    .flatMap((hour) => {
      const told = { ...NONE, ...counts.get(hour) };
      const unexplained = unexplainedIn(sources, hour);
      const standing = standingOf(sources, hour);
      const isEmpty = unexplained.length === 0 && standing === 'open' && !counts.has(hour);
      return isEmpty ? [] : [{ hour: timestampOf(hour), ...told, unexplained, standing }];
    });
}

const NONE: Counts = { received: 0, duplicates: 0, recovered: 0, inferred: 0 };

const hourOf = (time: number): number => Math.floor(time / HOUR_MS) * HOUR_MS;

function countsByHour({ appId, state }: LedgerSources): ReadonlyMap<number, Counts> {
  const counts = new Map<number, Counts>();
  const add = (hour: number, more: Partial<Counts>): void => {
    const before = counts.get(hour) ?? NONE;
    counts.set(hour, {
      received: before.received + (more.received ?? 0),
      duplicates: before.duplicates + (more.duplicates ?? 0),
      recovered: before.recovered + (more.recovered ?? 0),
      inferred: before.inferred + (more.inferred ?? 0),
    });
  };
  const inferred = new Set<string>();
  for (const event of state.events.values()) {
    if (event.appId !== appId) continue;
    const source = sourceOf(event.hookId);
    if (source === 'webhook') {
      add(hourOf(event.receivedAt), { received: 1, duplicates: event.deliveries - 1 });
      continue;
    }
    if (event.kind !== 'call') continue;
    const call = state.streams.get(appId)?.calls.get(event.subjectId ?? '');
    if (call === undefined) continue;
    const hour = hourOf(call.facts.startedAt ?? call.createdAt);
    if (source === 'reconciliation') add(hour, { recovered: 1 });
    else if (!inferred.has(call.id)) add(hour, { inferred: 1 });
    if (source === 'inference') inferred.add(call.id);
  }
  return counts;
}

/** Hours of which something is known beside the events. */
function knownHours(
  { appId, spans, found }: LedgerSources,
  window: { readonly from: number; readonly to: number },
): readonly number[] {
  const hours = found.filter((call) => call.appId === appId).map((call) => hourOf(call.startedAt));
  for (const span of spans) {
    if (span.appId !== appId) continue;
    const last = Math.min(span.to, window.to);
    let hour = hourOf(Math.max(span.from, window.from) + HOUR_MS - 1);
    for (; hour < last; hour += HOUR_MS) hours.push(hour);
  }
  return hours;
}

function unexplainedIn({ appId, found }: LedgerSources, hour: number): LedgerHour['unexplained'] {
  return found
    .filter((call) => call.appId === appId && hourOf(call.startedAt) === hour)
    .sort((one, other) => (one.dialpadCallId < other.dialpadCallId ? -1 : 1))
    .map(({ dialpadCallId, reason }) => ({ dialpadCallId, reason }));
}

function standingOf({ appId, spans }: LedgerSources, hour: number): LedgerHour['standing'] {
  const whole = spans.filter(
    (span) => span.appId === appId && span.from <= hour && span.to >= hour + HOUR_MS,
  );
  if (whole.some(({ standing }) => standing === 'verified')) return 'verified';
  return whole.length > 0 ? 'unverifiable' : 'open';
}
