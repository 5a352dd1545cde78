import type { CallView } from '../domain/call.ts';
import type { CallFacts } from '../domain/call-facts.ts';
import { isSame } from '../domain/is-same.ts';
import type { CallUpdateType, UpdateType } from '../domain/update.ts';
import { callView } from './call-view.ts';
import { voicemailView } from './voicemail-view.ts';

/**
 * What clients are told when a leg's facts change. `call.ended` exactly when
 * the leg becomes over, so once a call however its events were batched;
 * nothing when no visible field changed.
 */
export function updatesOf(before: CallFacts | null, after: CallFacts): readonly UpdateType[] {
  const updates: UpdateType[] = [];
  const call = callUpdate(before && callView(before), callView(after));
  if (call !== null) updates.push(call);
  const voicemail = voicemailView(after);
  if (voicemail !== null) {
    const known = before && voicemailView(before);
    if (known === null) updates.push('voicemail.received');
    else if (!isSame(known, voicemail)) updates.push('voicemail.updated');
  }
  return updates;
}

const LIVE_UPDATES: Partial<Record<CallView['status'], CallUpdateType>> = {
  ringing: 'call.ringing',
  queued: 'call.queued',
  active: 'call.connected',
  held: 'call.held',
};

function callUpdate(before: CallView | null, after: CallView): CallUpdateType | null {
  const wasOver = before !== null && before.outcome !== null;
  if (after.outcome !== null && !wasOver) return 'call.ended';
  if (before === null || before.status !== after.status) {
    return LIVE_UPDATES[after.status] ?? 'call.updated';
  }
  return isSame(before, after) ? null : 'call.updated';
}
