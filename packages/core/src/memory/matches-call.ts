import type { Call } from '../domain/call.ts';
import type { CallQuery } from '../ports/record-reader.ts';
import { isWithin } from './is-within.ts';

export function matchesCall(call: Call, query: CallQuery): boolean {
  return matchesParties(call, query) && matchesCourse(call, query);
}

function matchesParties(call: Call, query: CallQuery): boolean {
  const { number } = query;
  return (
    (query.userId === undefined || call.user?.id === query.userId) &&
    (query.callCenterId === undefined || call.call_center?.id === query.callCenterId) &&
    (query.direction === undefined || call.direction === query.direction) &&
    (query.from === undefined || call.from_number === query.from) &&
    (query.to === undefined || call.to_number === query.to) &&
    (number === undefined || call.external_number === number || call.internal_number === number)
  );
}

function matchesCourse(call: Call, query: CallQuery): boolean {
  const { status, outcome, updatedSince, hasRecording, hasVoicemail } = query;
  return (
    (status === undefined || status.includes(call.status)) &&
    (outcome === undefined || (call.outcome !== null && outcome.includes(call.outcome))) &&
    isWithin(call.started_at, query.startedAfter, query.startedBefore) &&
    (updatedSince === undefined || Date.parse(call.updated_at) >= updatedSince) &&
    (hasRecording === undefined || call.recordings.length > 0 === hasRecording) &&
    (hasVoicemail === undefined || (call.voicemail !== null) === hasVoicemail)
  );
}
