import {
  type RecordChange,
  type RecordEnvelope,
  timestampOf,
  type VoicemailView,
} from '@dialpad-cti/core';

import { FOLD_VERSION } from './record-tables.ts';

/** A row by its columns; `json` holds the document. */
export type Row = Readonly<Record<string, unknown>>;

/** The columns beside the facts repeat what core's view says, so that lists can find and sort by it. */
export function callRow(
  { appId, facts, view }: RecordChange & { readonly kind: 'call' },
  envelope: RecordEnvelope,
): Row {
  return {
    ...envelopeColumns(appId, envelope),
    call_id: facts.callId,
    status: view.status,
    outcome: view.outcome,
    direction: view.direction,
    from_number: view.from_number,
    to_number: view.to_number,
    external_number: view.external_number,
    internal_number: view.internal_number,
    user_id: view.user?.id ?? null,
    call_center_id: view.call_center?.id ?? null,
    started_at: view.started_at,
    duration_ms: view.duration_ms,
    quality: view.quality,
    has_recording: view.recordings.length > 0,
    has_voicemail: view.voicemail !== null,
    clock: facts.clock,
    fold_version: FOLD_VERSION,
    json: facts,
  };
}

export function messageRow(
  { appId, facts, view }: RecordChange & { readonly kind: 'message' },
  envelope: RecordEnvelope,
): Row {
  return {
    ...envelopeColumns(appId, envelope),
    message_id: facts.messageId,
    status: view.status,
    direction: view.direction,
    from_number: view.from_number,
    to_numbers: JSON.stringify(view.to_numbers),
    user_id: view.user?.id ?? null,
    sent_at: view.sent_at,
    clock: facts.clock,
    fold_version: FOLD_VERSION,
    json: facts,
  };
}

export function voicemailRow(
  { appId, facts }: RecordChange & { readonly kind: 'call' },
  stored: RecordEnvelope & { readonly callRowId: string; readonly view: VoicemailView },
): Row {
  const { view } = stored;
  return {
    ...envelopeColumns(appId, stored),
    call_row_id: stored.callRowId,
    call_id: facts.callId,
    from_number: view.from_number,
    to_number: view.to_number,
    user_id: view.user?.id ?? null,
    received_at: view.received_at,
    json: view,
  };
}

function envelopeColumns(
  appId: string,
  { id, version, createdAt, updatedAt }: RecordEnvelope,
): Row {
  return {
    app_id: appId,
    id,
    version,
    created_at: timestampOf(createdAt),
    updated_at: timestampOf(updatedAt),
  };
}
