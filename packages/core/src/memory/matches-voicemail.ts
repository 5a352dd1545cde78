import type { Voicemail } from '../domain/voicemail.ts';
import type { VoicemailQuery } from '../ports/record-reader.ts';
import { isWithin } from './is-within.ts';

export function matchesVoicemail(voicemail: Voicemail, query: VoicemailQuery): boolean {
  const { userId, number } = query;
  return (
    (userId === undefined || voicemail.user?.id === userId) &&
    (number === undefined || voicemail.from_number === number || voicemail.to_number === number) &&
    isWithin(voicemail.received_at, query.receivedAfter, query.receivedBefore)
  );
}
