import type { Clock } from './clock.ts';
import type { Contact, Target } from './party.ts';
import type { Registers } from './registers.ts';
import type { Direction } from './scalars.ts';

/** Bits that are set once and never cleared; they are stored, so only append. */
export const CALL_FLAGS = {
  hangup: 1,
  missed: 2,
  blocked: 4,
  voicemail: 8,
  voicemailUploaded: 16,
  /** An after-call event carried the end time: this repairs a lost `hangup`. */
  endedByAfterCall: 32,
  isTransferred: 64,
  isInternal: 128,
  callbackRequested: 256,
  callTranscription: 512,
} as const;

export interface RecordingValues {
  readonly id: string;
  readonly url: string;
  readonly type: string;
  readonly durationMs: number;
  readonly startedAt: number;
}

export interface RecordingFacts extends Registers<RecordingValues> {
  /** Dialpad's id, or the link where no id is known: what recordings are told apart by. */
  readonly key: string;
}

/** Fields of a call of which the newest known value counts. */
export interface CallValues {
  readonly direction: Direction;
  readonly externalNumber: string;
  readonly internalNumber: string;
  readonly target: Target;
  readonly contact: Contact;
  readonly entryPointTarget: Target;
  readonly proxyTarget: Target;
  readonly masterCallId: string;
  readonly entryPointCallId: string;
  readonly operatorCallId: string;
  readonly customData: string;
  readonly labels: readonly string[];
  readonly quality: number;
  readonly csat: string;
  readonly dispositions: readonly string[];
  readonly recapSummary: string;
  readonly recapOutcome: string;
  readonly recapPurposes: readonly string[];
  readonly recapActionItems: readonly string[];
  readonly voicemailTranscript: string;
  readonly voicemailRecordingId: string;
  readonly voicemailLink: string;
}

/**
 * What is known of one leg: by one event, or by all of its events so far. The
 * two are the same type, and folding is joining (`joinCalls`). Times are epoch
 * ms, amounts whole ms; null and absent mean that nothing is known.
 */
export interface CallFacts extends Registers<CallValues> {
  readonly callId: string;
  /** `CALL_FLAGS`, joined by OR. */
  readonly flags: number;
  /** Clock of the newest live state; 0 when none was seen. */
  readonly liveClock: Clock;
  /** Earliest seen: */
  readonly startedAt: number | null;
  readonly rangAt: number | null;
  readonly queuedAt: number | null;
  readonly connectedAt: number | null;
  /** Greatest seen: */
  readonly endedAt: number | null;
  readonly talkMs: number | null;
  readonly holdMs: number | null;
  /** Sorted by key. */
  readonly recordings: readonly RecordingFacts[];
}
