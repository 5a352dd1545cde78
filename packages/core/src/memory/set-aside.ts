import { createHash } from 'node:crypto';

import type { SetAside } from '../ports/event-store.ts';
import type { MemorySources, MemoryState } from './state.ts';

export function setAside(state: MemoryState, sources: MemorySources, delivery: SetAside): void {
  const digest = createHash('sha256').update(delivery.body).digest('hex');
  const key = JSON.stringify([delivery.hookId, delivery.reason, digest]);
  const now = sources.now();
  const known = state.setAside.get(key);
  state.setAside.set(
    key,
    known === undefined
      ? {
          ...delivery,
          // A copy: the caller may use its buffer again.
          body: Uint8Array.from(delivery.body),
          id: sources.newId(),
          deliveries: 1,
          receivedAt: now,
          lastDeliveredAt: now,
        }
      : { ...known, deliveries: known.deliveries + 1, lastDeliveredAt: now },
  );
}
