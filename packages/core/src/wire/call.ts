import { CALL_FLAGS, type CallFacts, type CallValues } from '../domain/call-facts.ts';
import { type CallState, callStateOf, isAfterCall, isLive, rankOf } from '../domain/call-state.ts';
import { clockOf } from '../domain/clock.ts';
import type { Payload } from './parse-payload.ts';
import {
  amountOf,
  contactOf,
  directionOf,
  idOf,
  knownOf,
  labelOf,
  labelsOf,
  numberOf,
  scoreOf,
  targetOf,
  textOf,
  timeOf,
  wordOf,
} from './read.ts';
import { recordingsOf } from './recordings.ts';

/** What one call event says. A payload is a snapshot of the call, whatever its state. */
export function callFactsOf(callId: string, payload: Payload): CallFacts {
  const state = callStateOf(wordOf(payload['state']) ?? '');
  const times = timesOf(payload);
  const clock = clockOf(occurredAtOf(payload) ?? 0, rankOf(state));
  return {
    callId,
    clock,
    liveClock: isLive(state) ? clock : 0,
    flags: flagsOf(state, payload, times.endedAt),
    ...times,
    talkMs: amountOf(payload['talk_time']),
    holdMs: amountOf(payload['hold_time']),
    recordings: recordingsOf(payload, clock),
    values: valuesOf(payload),
    lateClocks: {},
  };
}

/** Dialpad's clock; without one the latest of the event's own dates, never our time of receipt. */
export function occurredAtOf(payload: Payload): number | null {
  const stamp = timeOf(payload['event_timestamp']);
  if (stamp !== null) return stamp;
  let latest: number | null = null;
  for (const name of Object.keys(payload)) {
    const date = name.startsWith('date_') ? timeOf(payload[name]) : null;
    if (date !== null && date > (latest ?? 0)) latest = date;
  }
  return latest;
}

function timesOf(payload: Payload) {
  const rang = [timeOf(payload['date_rang']), timeOf(payload['date_first_rang'])];
  const known = rang.filter((time) => time !== null);
  return {
    startedAt: timeOf(payload['date_started']),
    rangAt: known.length > 0 ? Math.min(...known) : null,
    queuedAt: timeOf(payload['date_queued']),
    connectedAt: timeOf(payload['date_connected']),
    endedAt: timeOf(payload['date_ended']),
  };
}

const FLAG_OF_STATE: Partial<Record<CallState, number>> = {
  hangup: CALL_FLAGS.hangup,
  missed: CALL_FLAGS.missed,
  blocked: CALL_FLAGS.blocked,
  voicemail: CALL_FLAGS.voicemail,
  voicemail_uploaded: CALL_FLAGS.voicemailUploaded,
  call_transcription: CALL_FLAGS.callTranscription,
};

function flagsOf(state: CallState, payload: Payload, endedAt: number | null): number {
  let flags = FLAG_OF_STATE[state] ?? 0;
  if (isAfterCall(state) && endedAt !== null) flags |= CALL_FLAGS.endedByAfterCall;
  if (payload['is_transferred'] === true) flags |= CALL_FLAGS.isTransferred;
  if (payload['is_internal'] === true) flags |= CALL_FLAGS.isInternal;
  if (payload['callback_requested'] === true) flags |= CALL_FLAGS.callbackRequested;
  return flags;
}

function valuesOf(payload: Payload): Partial<CallValues> {
  return knownOf<CallValues>({
    direction: directionOf(payload['direction']),
    externalNumber: numberOf(payload['external_number']),
    internalNumber: numberOf(payload['internal_number']),
    target: targetOf(payload['target']),
    contact: contactOf(payload['contact']),
    entryPointTarget: targetOf(payload['entry_point_target']),
    proxyTarget: targetOf(payload['proxy_target']),
    masterCallId: idOf(payload['master_call_id']),
    entryPointCallId: idOf(payload['entry_point_call_id']),
    operatorCallId: idOf(payload['operator_call_id']),
    customData: textOf(payload['custom_data']),
    labels: labelsOf(payload['labels']),
    quality: scoreOf(payload['mos_score']),
    csat: wordOf(payload['csat_score'] || null),
    dispositions: labelsOf(payload['call_dispositions']) ?? labelsOf(payload['dispositions']),
    recapSummary: labelOf(payload['recap_summary']),
    recapOutcome: labelOf(payload['recap_outcome']),
    recapPurposes: labelsOf(payload['recap_purposes']),
    recapActionItems: labelsOf(payload['recap_action_items']),
    voicemailTranscript: textOf(payload['transcription_text']),
    voicemailRecordingId: idOf(payload['voicemail_recording_id']),
    voicemailLink: textOf(payload['voicemail_link']),
  });
}
