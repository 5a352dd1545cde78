import type { CallFacts } from '../../domain/call-facts.ts';
import { millisecondsOfClock } from '../../domain/clock.ts';
import type { NewEvent } from '../../domain/event.ts';
import { INFERENCE_HOOK_ID } from '../../domain/hook.ts';
import { mapEvent } from '../map-event.ts';

/**
 * The end of a call that Dialpad does not know (any more), just after the last that was heard of it. When
 * it ended nobody knows. Null when it is not a call that can be spoken of.
 */
export function eventOfUnknownCall(appId: string, facts: CallFacts): NewEvent | null {
  const { direction } = facts.values;
  const payload = JSON.stringify({
    call_id: facts.callId,
    ...(direction === undefined ? {} : { direction }),
    event_timestamp: millisecondsOfClock(facts.clock) + 1,
    state: 'hangup',
  });
  const mapped = mapEvent(payload);
  if (mapped.isErr()) return null;
  const { kind, type, dialpadEventId, subjectId, occurredAt } = mapped.value;
  const hookId = INFERENCE_HOOK_ID;
  return { appId, hookId, kind, type, dialpadEventId, subjectId, occurredAt, payload };
}
