import { byKey } from '../domain/by-key.ts';
import type { CallVoicemail, Recording } from '../domain/call.ts';
import type { CallFacts, RecordingFacts } from '../domain/call-facts.ts';
import { timestampOf } from '../domain/scalars.ts';
import { hasVoicemail } from './call-standing.ts';

/** Recordings of the conversation, the earliest first; a voicemail's audio is not one of them. */
export function callRecordings(facts: CallFacts): readonly Recording[] {
  return inOrder(facts)
    .filter(({ type }) => type !== 'voicemail')
    .map((recording) => ({
      id: recording.id,
      url: recording.url,
      type: recording.type,
      duration_ms: recording.durationMs,
      started_at: timestampOf(recording.startedAt),
    }));
}

/** The message left on the call, if there is proof of one. */
export function callVoicemail(facts: CallFacts): CallVoicemail | null {
  if (!hasVoicemail(facts)) return null;
  const { voicemailLink, voicemailRecordingId, voicemailTranscript } = facts.values;
  const audios = inOrder(facts).filter(({ type }) => type === 'voicemail');
  const audio = audios.find(({ id }) => id === voicemailRecordingId) ?? audios[0];
  return {
    recording_id: voicemailRecordingId ?? audio?.id ?? null,
    recording_url: audio?.url ?? voicemailLink ?? null,
    transcript: voicemailTranscript ?? null,
    duration_ms: audio?.durationMs ?? null,
    received_at: timestampOf(audio?.startedAt ?? facts.endedAt ?? facts.startedAt),
  };
}

/** An entry known only by its link is left out where another one has that link. */
function inOrder({ recordings }: CallFacts): readonly RecordingFacts[] {
  if (recordings.length === 0) return recordings;
  const named = new Set(recordings.filter(({ id }) => id !== null).map(({ url }) => url));
  return recordings
    .filter(({ id, url }) => id !== null || !named.has(url))
    .sort((a, b) => (a.startedAt ?? Infinity) - (b.startedAt ?? Infinity) || byKey(a, b));
}
