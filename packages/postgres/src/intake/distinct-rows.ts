import { type NewEvent, timeOfId } from '@dialpad-cti/core';

import type { FlushRow } from './flush-statement.ts';
import { payloadDigest } from './payload-digest.ts';

export interface DistinctRows {
  /** In the order of their keys: two flushes in opposite order would wait for one another. */
  readonly rows: readonly FlushRow[];
  /** For each event given, the index of its row. */
  readonly rowOf: readonly number[];
}

/** Each payload of an app and hook once: a statement may not meet one key twice. */
export function distinctRows(events: readonly NewEvent[], newId: () => string): DistinctRows {
  const byKey = new Map<string, { row: FlushRow; readonly places: number[] }>();
  for (const [place, event] of events.entries()) {
    const digest = payloadDigest(event.payload);
    const key = `${event.appId} ${event.hookId} ${digest}`;
    const known = byKey.get(key);
    if (known === undefined) {
      const id = newId();
      const row = { ...event, id, digest, deliveries: 1, receivedAt: timeOfId(id) };
      byKey.set(key, { row, places: [place] });
    } else {
      known.row = { ...known.row, deliveries: known.row.deliveries + 1 };
      known.places.push(place);
    }
  }
  const sorted = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  const rowOf = events.map(() => 0);
  for (const [index, { places }] of sorted.entries()) {
    for (const place of places) rowOf[place] = index;
  }
  return { rows: sorted.map(({ row }) => row), rowOf };
}
