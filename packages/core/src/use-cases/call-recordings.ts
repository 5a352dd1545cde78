import { byKey } from '../domain/by-key.ts';
import type { CallVoicemail, Recording } from '../domain/call.ts';
import type { CallFacts, RecordingFacts, RecordingValues } from '../domain/call-facts.ts';
import { timestampOf } from '../domain/scalars.ts';
import { hasVoicemail } from './call-standing.ts';

/** Recordings of the conversation, the earliest first; a voicemail's audio is not one of them. */
export function callRecordings(facts: CallFacts): readonly Recording[] {
  return inOrder(facts)
    .filter(({ type }) => type !== 'voicemail')
    .map(({ id, url, type, durationMs, startedAt }) => ({
      id: id ?? null,
      url: url ?? null,
      type: type ?? null,
      duration_ms: durationMs ?? null,
      started_at: timestampOf(startedAt ?? null),
    }));
}

/** The message left on the call, if there is proof of one. */
export function callVoicemail(facts: CallFacts): CallVoicemail | null {
  if (!hasVoicemail(facts)) return null;
  const { voicemailLink, voicemailRecordingId, voicemailTranscript } = facts.values;
  const audios = inOrder(facts).filter(({ type }) => type === 'voicemail');
  const named = audios.find(({ id }) => id !== undefined && id === voicemailRecordingId);
  const audio = named ?? audios[0];
  return {
    recording_id: voicemailRecordingId ?? audio?.id ?? null,
    recording_url: audio?.url ?? voicemailLink ?? null,
    transcript: voicemailTranscript ?? null,
    duration_ms: audio?.durationMs ?? null,
    received_at: timestampOf(audio?.startedAt ?? facts.endedAt ?? facts.startedAt),
  };
}

/** An entry known only by its link is left out where another one has that link. */
function inOrder({ recordings }: CallFacts): readonly Partial<RecordingValues>[] {
  if (recordings.length === 0) return [];
  const isNamed = ({ values }: RecordingFacts) => values.id !== undefined;
  const named = new Set(recordings.filter(isNamed).map(({ values }) => values.url));
  return recordings
    .filter((recording) => isNamed(recording) || !named.has(recording.values.url))
    .sort((a, b) => startOf(a) - startOf(b) || byKey(a, b))
    .map(({ values }) => values);
}

const startOf = ({ values }: RecordingFacts): number => values.startedAt ?? Infinity;
