import type { LedgerHour, UnexplainedCall } from '../../domain/backfill.ts';
import { INFERENCE_HOOK_ID, RECONCILIATION_HOOK_ID } from '../../domain/hook.ts';
import type { StorageSubject } from '../storage-subject.ts';
import { answered } from './answered.ts';
import { HOUR_MS } from './backfills-of.ts';
import type { AppUnderTest } from './open-app.ts';

/** Of an hour of which there is nothing to say. */
const NOTHING: Omit<LedgerHour, 'hour'> = {
  received: 0,
  duplicates: 0,
  recovered: 0,
  inferred: 0,
  unexplained: [],
  standing: 'open',
};

/** From the list of events, each looked at by itself. */
export async function expectedHours(
  { eventStore, recordReader }: StorageSubject,
  { appId }: AppUnderTest,
): Promise<readonly LedgerHour[]> {
  const hours = new Map<string, LedgerHour>();
  const add = (hour: string, more: (told: LedgerHour) => Partial<LedgerHour>): void => {
    const told = hours.get(hour) ?? { hour, ...NOTHING };
    hours.set(hour, { ...told, ...more(told) });
  };
  const { rows } = await answered(eventStore.events({ appId }, { limit: 200 }));
  const inferred = new Set<string>();
  for (const { hookId, receivedAt, deliveries, dialpadEventId } of rows) {
    const callId = /^call:([^:]*):/.exec(dialpadEventId ?? '')?.[1];
    const call = await answered(recordReader.call(appId, callId ?? 'none'));
    const hour = hourOf(call?.started_at ?? '');
    if (hookId === RECONCILIATION_HOOK_ID) {
      if (call !== null) add(hour, ({ recovered }) => ({ recovered: recovered + 1 }));
    } else if (hookId === INFERENCE_HOOK_ID) {
      if (call === null || inferred.has(call.id)) continue;
      inferred.add(call.id);
      add(hour, (told) => ({ inferred: told.inferred + 1 }));
    } else {
      add(hourOf(receivedAt), ({ received, duplicates }) => ({
        received: received + 1,
        duplicates: duplicates + deliveries - 1,
      }));
    }
  }
  return newestFirst([...hours.values()]);
}

export function unexplainedHours(
  calls: readonly (UnexplainedCall & { readonly startedAt: number })[],
): readonly LedgerHour[] {
  const hours = new Map<string, UnexplainedCall[]>();
  for (const { startedAt, dialpadCallId, reason } of calls) {
    const hour = hourOf(new Date(startedAt).toISOString());
    hours.set(hour, [...(hours.get(hour) ?? []), { dialpadCallId, reason }]);
  }
  return newestFirst(
    [...hours].map(([hour, unexplained]) => ({
      hour,
      ...NOTHING,
      unexplained: unexplained.toSorted((one, other) =>
        one.dialpadCallId < other.dialpadCallId ? -1 : 1,
      ),
    })),
  );
}

function newestFirst(hours: readonly LedgerHour[]): readonly LedgerHour[] {
  return hours.toSorted((one, other) => (one.hour > other.hour ? -1 : 1));
}

export function hourOf(at: string): string {
  const time = Date.parse(at);
  return Number.isNaN(time) ? '' : new Date(Math.floor(time / HOUR_MS) * HOUR_MS).toISOString();
}
