/**
 * Dialpad's call states in the order of a leg's life. The index is the rank
 * that breaks ties between events of one millisecond, and it is stored inside
 * clocks: never reorder or remove, only append (at most 64).
 */
export const CALL_STATES = [
  'unknown',
  'calling',
  'ringing',
  'preanswer',
  'queued',
  'hold',
  'parked',
  'connected',
  'merged',
  'monitor',
  'eavesdrop',
  'barge',
  'takeover',
  'voicemail',
  'missed',
  'blocked',
  'hangup',
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
] as const;
export type CallState = (typeof CALL_STATES)[number];

const RANKS: ReadonlyMap<string, number> = new Map(CALL_STATES.map((state, rank) => [state, rank]));
const LAST_LIVE_RANK = CALL_STATES.indexOf('merged');
const FIRST_AFTER_CALL_RANK = CALL_STATES.indexOf('postcall');

/** Dialpad adds states without notice; one that we do not know ranks as `unknown`. */
export function callStateOf(word: string): CallState {
  return CALL_STATES[RANKS.get(word) ?? 0] ?? 'unknown';
}

export function rankOf(state: CallState): number {
  return RANKS.get(state) ?? 0;
}

/** The states that say where a live leg stands: `calling` to `merged`. */
export function isLive(state: CallState): boolean {
  const rank = rankOf(state);
  return rank > 0 && rank <= LAST_LIVE_RANK;
}

/** `admin` has a rank among them, but its purpose is not known: it proves no end. */
export function isAfterCall(state: CallState): boolean {
  return rankOf(state) >= FIRST_AFTER_CALL_RANK && state !== 'admin';
}
