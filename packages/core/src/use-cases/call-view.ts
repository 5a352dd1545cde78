import type { CallView, Recap } from '../domain/call.ts';
import type { CallFacts, CallValues } from '../domain/call-facts.ts';
import { userOf } from '../domain/party.ts';
import { timestampOf } from '../domain/scalars.ts';
import { callAmounts } from './call-amounts.ts';
import { callRecordings, callVoicemail } from './call-recordings.ts';
import { callStanding, has } from './call-standing.ts';

/** The record that the facts of a leg come to. Source of every rule: design.md 3.1 and 4.1. */
export function callView(facts: CallFacts): CallView {
  const { values } = facts;
  const standing = callStanding(facts);
  const recordings = callRecordings(facts);
  return {
    dialpad_call_id: facts.callId,
    ...sidesOf(values),
    status: standing.status,
    outcome: standing.outcome,
    state: standing.state,
    target: values.target ?? null,
    user: userOf(values.target),
    call_center: callCenterOf(values),
    contact: values.contact ?? null,
    started_at: timestampOf(facts.startedAt),
    rang_at: timestampOf(facts.rangAt),
    queued_at: timestampOf(facts.queuedAt),
    connected_at: timestampOf(facts.connectedAt),
    ended_at: standing.isOver ? timestampOf(facts.endedAt) : null,
    ...callAmounts(facts, standing),
    quality: values.quality ?? null,
    recordings: [...recordings],
    recording_url: recordings[0]?.url ?? null,
    voicemail: callVoicemail(facts),
    transcript: has(facts, 'callTranscription') ? { available: true } : null,
    recap: recapOf(values),
    labels: [...(values.labels ?? [])],
    csat: values.csat ?? null,
    dispositions: [...(values.dispositions ?? [])],
    related: {
      master_call_id: values.masterCallId ?? null,
      entry_point_call_id: values.entryPointCallId ?? null,
      operator_call_id: values.operatorCallId ?? null,
    },
    is_internal: has(facts, 'isInternal'),
    is_transferred: has(facts, 'isTransferred'),
    callback_requested: has(facts, 'callbackRequested'),
    custom_data: values.customData ?? null,
  };
}

type Sides = Pick<
  CallView,
  'direction' | 'from_number' | 'to_number' | 'external_number' | 'internal_number'
>;

/** Dialpad says external and internal; who called whom follows from the direction. */
export function sidesOf(values: Partial<CallValues>): Sides {
  const direction = values.direction ?? null;
  const external = values.externalNumber ?? null;
  const internal = values.internalNumber ?? null;
  const [from, to] = {
    inbound: [external, internal],
    outbound: [internal, external],
    unknown: [null, null],
  }[direction ?? 'unknown'] as [string | null, string | null];
  return {
    direction,
    from_number: from,
    to_number: to,
    external_number: external,
    internal_number: internal,
  };
}

function callCenterOf(values: Partial<CallValues>): CallView['call_center'] {
  const center = [values.target, values.entryPointTarget, values.proxyTarget].find(
    (party) => party?.type === 'callcenter' && party.id !== null,
  );
  return center?.id == null ? null : { id: center.id, name: center.name };
}

function recapOf(values: Partial<CallValues>): Recap | null {
  const { recapActionItems, recapOutcome, recapPurposes, recapSummary } = values;
  if (recapSummary ?? recapOutcome ?? recapPurposes ?? recapActionItems) {
    return {
      summary: recapSummary ?? null,
      outcome: recapOutcome ?? null,
      purposes: [...(recapPurposes ?? [])],
      action_items: [...(recapActionItems ?? [])],
    };
  }
  return null;
}
