import type {
  DialpadCall,
  DialpadSubscription,
  DialpadUser,
  DialpadWebhook,
  TranscriptLine,
} from '../domain/dialpad.ts';
import type { DialpadId } from '../domain/scalars.ts';
import type { MemoryGrants } from './dialpad-grants.ts';
import type { MemoryMishaps } from './dialpad-mishaps.ts';

export interface MemoryAudio {
  readonly bytes: Uint8Array;
  readonly contentType: string | null;
}

/** What a Dialpad company in memory knows. */
export interface MemoryDialpadState {
  readonly webhooks: Map<DialpadId, DialpadWebhook>;
  readonly subscriptions: Map<DialpadId, DialpadSubscription>;
  readonly users: DialpadUser[];
  readonly calls: Map<DialpadId, DialpadCall>;
  readonly transcripts: Map<DialpadId, readonly TranscriptLine[]>;
  /** By the whole link. */
  readonly audio: Map<string, MemoryAudio>;
  readonly grants: MemoryGrants;
  readonly mishaps: MemoryMishaps;
  /** Names of the methods that were called, in order. */
  readonly asked: string[];
  /** Beyond 2^53 on purpose: nobody may take an id for a number. */
  readonly newId: () => DialpadId;
  /** Epoch ms. */
  readonly now: () => number;
}

export function createIds(): () => DialpadId {
  let last = BigInt(Number.MAX_SAFE_INTEGER);
  return () => {
    last += 2n;
    return String(last);
  };
}
