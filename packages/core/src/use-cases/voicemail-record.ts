import type { RecordEnvelope } from '../domain/record-envelope.ts';
import { timestampOf } from '../domain/scalars.ts';
import type { Voicemail, VoicemailView } from '../domain/voicemail.ts';

/** A stored voicemail as clients see it. */
export function voicemailRecord(stored: RecordEnvelope & VoicemailOf): Voicemail {
  return {
    id: stored.id,
    call_id: stored.callId,
    ...stored.view,
    created_at: timestampOf(stored.createdAt),
    updated_at: timestampOf(stored.updatedAt),
    version: stored.version,
  };
}

interface VoicemailOf {
  /** Our id of the call. */
  readonly callId: string;
  readonly view: VoicemailView;
}
