import type { RecordEnvelope } from '../domain/record-envelope.ts';
import type { Update, UpdateType } from '../domain/update.ts';
import type { RecordChange } from '../ports/event-store.ts';
import { callRecord } from '../use-cases/call-record.ts';
import { messageRecord } from '../use-cases/message-record.ts';
import { voicemailRecord } from '../use-cases/voicemail-record.ts';
import type { AppStream, CallRow, MemorySources, MessageRow, VoicemailRow } from './state.ts';

/** A change worked out in full, so that writing it cannot fail. */
export interface StagedChange {
  readonly write: () => void;
  readonly updates: readonly Pick<Update, 'type' | 'data'>[];
}

export function stageChange(
  stream: AppStream,
  sources: MemorySources,
  change: RecordChange,
): StagedChange {
  return change.kind === 'call'
    ? stageCall(stream, sources, change)
    : stageMessage(stream, sources, change);
}

function stageCall(
  stream: AppStream,
  sources: MemorySources,
  change: RecordChange & { readonly kind: 'call' },
): StagedChange {
  const { facts, updates } = change;
  const key = facts.callId;
  const now = sources.now();
  const isShown = updates.some((type) => !isOfVoicemail(type));
  const call: CallRow = { ...nextEnvelope(stream.calls.get(key), isShown, sources), facts };
  const voicemail = stageVoicemail(stream, sources, change);
  const shownCall = callRecord({ ...call, now });
  const shownVoicemail = voicemail && voicemailRecord({ ...voicemail, callId: call.id });
  return {
    write: () => {
      stream.calls.set(key, call);
      if (voicemail !== null) stream.voicemails.set(key, voicemail);
    },
    updates: updates.map((type) => ({
      type,
      data: isOfVoicemail(type) && shownVoicemail !== null ? shownVoicemail : shownCall,
    })),
  };
}

function stageVoicemail(
  stream: AppStream,
  sources: MemorySources,
  { facts, voicemail, updates }: RecordChange & { readonly kind: 'call' },
): VoicemailRow | null {
  if (voicemail === null) return null;
  const known = stream.voicemails.get(facts.callId);
  return { ...nextEnvelope(known, updates.some(isOfVoicemail), sources), view: voicemail };
}

function stageMessage(
  stream: AppStream,
  sources: MemorySources,
  { facts, updates }: RecordChange & { readonly kind: 'message' },
): StagedChange {
  const known = stream.messages.get(facts.messageId);
  const row: MessageRow = { ...nextEnvelope(known, updates.length > 0, sources), facts };
  const shown = messageRecord(row);
  return {
    write: () => stream.messages.set(facts.messageId, row),
    updates: updates.map((type) => ({ type, data: shown })),
  };
}

function nextEnvelope(
  known: RecordEnvelope | undefined,
  isShown: boolean,
  sources: MemorySources,
): RecordEnvelope {
  const now = sources.now();
  if (known === undefined) {
    return { id: sources.newId(), createdAt: now, updatedAt: now, version: 1 };
  }
  const { id, createdAt, updatedAt, version } = known;
  return isShown
    ? { id, createdAt, updatedAt: now, version: version + 1 }
    : { id, createdAt, updatedAt, version };
}

function isOfVoicemail(type: UpdateType): boolean {
  return type.startsWith('voicemail.');
}
