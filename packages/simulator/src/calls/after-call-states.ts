/** A leg's own state is behind it when one of these is told. */
export const AFTER_CALL_STATES: ReadonlySet<string> = new Set([
  'postcall',
  'voicemail_uploaded',
  'transcription',
  'recording',
  'admin_recording',
  'admin',
  'call_transcription',
  'recap_summary',
  'recap_outcome',
  'recap_purposes',
  'recap_action_items',
  'csat',
  'pcsat',
  'dispositions',
  'ai_playbook',
]);
