import { type Call, STALE_AFTER_MS } from '../domain/call.ts';
import type { CallFacts } from '../domain/call-facts.ts';
import { millisecondsOfClock } from '../domain/clock.ts';
import type { RecordEnvelope } from '../domain/record-envelope.ts';
import { timestampOf } from '../domain/scalars.ts';
import { callView } from './call-view.ts';

/** A stored call as clients see it at `now` (epoch ms). */
export function callRecord(stored: RecordEnvelope & CallAt): Call {
  const view = callView(stored.facts);
  const silentSince = millisecondsOfClock(stored.facts.clock);
  return {
    id: stored.id,
    ...view,
    is_stale: view.outcome === null && silentSince < stored.now - STALE_AFTER_MS,
    created_at: timestampOf(stored.createdAt),
    updated_at: timestampOf(stored.updatedAt),
    version: stored.version,
  };
}

interface CallAt {
  readonly facts: CallFacts;
  readonly now: number;
}
