import {
  type Call,
  callRecord,
  type Message,
  messageRecord,
  type RecordChange,
  type RecordEnvelope,
  type UpdateType,
  type Voicemail,
  voicemailRecord,
} from '@dialpad-cti/core';

import type { Sources } from '../sources.ts';
import { type Envelope, type Known, placeOf } from './load-records.ts';
import { callRow, messageRow, type Row, voicemailRow } from './record-rows.ts';

/** What a batch is going to write, worked out in full. */
export interface Staged {
  readonly calls: readonly Row[];
  readonly messages: readonly Row[];
  readonly voicemails: readonly Row[];
  readonly shown: readonly Shown[];
}

/** An update that has no position yet. */
export interface Shown {
  readonly appId: string;
  readonly type: UpdateType;
  readonly data: Call | Voicemail | Message;
}

export function stageChanges(
  changes: readonly RecordChange[],
  known: Known,
  sources: Sources,
): Staged {
  const now = sources.now();
  const calls: Row[] = [];
  const messages: Row[] = [];
  const voicemails: Row[] = [];
  const shown: Shown[] = [];
  for (const change of changes) {
    if (change.kind === 'message') {
      const row = known.messages.get(placeOf(change.appId, change.facts.messageId));
      const envelope = nextEnvelope(row, change.updates.length > 0, { now, sources });
      messages.push(messageRow(change, envelope));
      const data = messageRecord({ ...envelope, facts: change.facts });
      shown.push(...change.updates.map((type) => ({ appId: change.appId, type, data })));
      continue;
    }
    const staged = stageCall(change, known, { now, sources });
    calls.push(staged.call);
    if (staged.voicemail !== null) voicemails.push(staged.voicemail);
    shown.push(...staged.shown);
  }
  return { calls, messages, voicemails, shown };
}

interface Moment {
  readonly now: number;
  readonly sources: Sources;
}

function stageCall(change: RecordChange & { readonly kind: 'call' }, known: Known, moment: Moment) {
  const { appId, facts, updates } = change;
  const before = known.calls.get(placeOf(appId, facts.callId));
  const isShown = updates.some((type) => !isOfVoicemail(type));
  const envelope = nextEnvelope(before, isShown, moment);
  const call = callRecord({ ...envelope, facts, now: moment.now });
  const voicemail = stageVoicemail(change, { before, callRowId: envelope.id, moment });
  return {
    call: callRow(change, envelope),
    voicemail: voicemail?.row ?? null,
    shown: updates.map((type) => ({
      appId,
      type,
      data: isOfVoicemail(type) && voicemail !== null ? voicemail.record : call,
    })),
  };
}

function stageVoicemail(
  change: RecordChange & { readonly kind: 'call' },
  { before, callRowId, moment }: VoicemailOf,
): { readonly row: Row; readonly record: Voicemail } | null {
  const { voicemail: view, updates } = change;
  if (view === null) return null;
  const envelope = nextEnvelope(
    before?.voicemail_id ? voicemailEnvelope(before) : undefined,
    updates.some(isOfVoicemail),
    moment,
  );
  return {
    row: voicemailRow(change, { ...envelope, callRowId, view }),
    record: voicemailRecord({ ...envelope, callId: callRowId, view }),
  };
}

interface VoicemailOf {
  readonly before: ReturnType<Known['calls']['get']>;
  readonly callRowId: string;
  readonly moment: Moment;
}

function voicemailEnvelope(
  before: NonNullable<ReturnType<Known['calls']['get']>>,
): Envelope | undefined {
  if (before.voicemail_id === null) return undefined;
  return {
    id: before.voicemail_id,
    version: before.voicemail_version,
    created_at: before.voicemail_created_at,
    updated_at: before.voicemail_updated_at,
  };
}

function nextEnvelope(
  known: Envelope | undefined,
  isShown: boolean,
  { now, sources }: Moment,
): RecordEnvelope {
  if (known === undefined) {
    return { id: sources.newId(), createdAt: now, updatedAt: now, version: 1 };
  }
  return {
    id: known.id,
    createdAt: known.created_at,
    updatedAt: isShown ? now : known.updated_at,
    version: isShown ? known.version + 1 : known.version,
  };
}

function isOfVoicemail(type: UpdateType): boolean {
  return type.startsWith('voicemail.');
}
