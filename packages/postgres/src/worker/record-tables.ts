import { bulkInsert } from './bulk-insert.ts';

/** Raised by a release that changes what facts mean: rows of an older one are folded again. */
export const FOLD_VERSION = 1;

export const insertCalls = bulkInsert({
  name: 'calls',
  columns: {
    app_id: 'uuid',
    id: 'uuid',
    call_id: 'text',
    status: 'text',
    outcome: 'text',
    direction: 'text',
    from_number: 'text',
    to_number: 'text',
    external_number: 'text',
    internal_number: 'text',
    user_id: 'text',
    call_center_id: 'text',
    started_at: 'timestamptz',
    duration_ms: 'bigint',
    quality: 'float8',
    has_recording: 'boolean',
    has_voicemail: 'boolean',
    clock: 'bigint',
    fold_version: 'smallint',
    version: 'int',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
  },
  json: 'facts',
  conflict: {
    key: 'app_id, call_id',
    update: [
      'status',
      'outcome',
      'direction',
      'from_number',
      'to_number',
      'external_number',
      'internal_number',
      'user_id',
      'call_center_id',
      'started_at',
      'duration_ms',
      'quality',
      'has_recording',
      'has_voicemail',
      'clock',
      'fold_version',
      'version',
      'updated_at',
      'facts',
    ],
  },
});

export const insertMessages = bulkInsert({
  name: 'messages',
  columns: {
    app_id: 'uuid',
    id: 'uuid',
    message_id: 'text',
    status: 'text',
    direction: 'text',
    from_number: 'text',
    to_numbers: 'json',
    user_id: 'text',
    sent_at: 'timestamptz',
    clock: 'bigint',
    fold_version: 'smallint',
    version: 'int',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
  },
  // An array of arrays would come out of unnest flat.
  expressions: { to_numbers: 'ARRAY(SELECT json_array_elements_text(given.to_numbers))' },
  json: 'facts',
  conflict: {
    key: 'app_id, message_id',
    update: [
      'status',
      'direction',
      'from_number',
      'to_numbers',
      'user_id',
      'sent_at',
      'clock',
      'fold_version',
      'version',
      'updated_at',
      'facts',
    ],
  },
});

export const insertVoicemails = bulkInsert({
  name: 'voicemails',
  columns: {
    app_id: 'uuid',
    id: 'uuid',
    call_row_id: 'uuid',
    call_id: 'text',
    from_number: 'text',
    to_number: 'text',
    user_id: 'text',
    received_at: 'timestamptz',
    version: 'int',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
  },
  json: 'view',
  conflict: {
    key: 'app_id, call_id',
    update: ['from_number', 'to_number', 'user_id', 'received_at', 'version', 'updated_at', 'view'],
  },
});

export const insertUpdates = bulkInsert({
  name: 'updates',
  columns: {
    app_id: 'uuid',
    epoch: 'uuid',
    position: 'bigint',
    id: 'uuid',
    at: 'timestamptz',
    type: 'text',
  },
  json: 'data',
});
