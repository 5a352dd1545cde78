import type { CallFacts } from '../domain/call-facts.ts';
import type { NewEvent } from '../domain/event.ts';
import type { MessageFacts } from '../domain/message-facts.ts';
import type { RecordEnvelope } from '../domain/record-envelope.ts';
import type { Update } from '../domain/update.ts';
import type { VoicemailView } from '../domain/voicemail.ts';
import type { SetAside } from '../ports/event-store.ts';

/** What one storage holds. Rows are never changed in place: a change puts a new one. */
export interface MemoryState {
  /** By id, in the order of arrival. */
  readonly events: Map<string, EventRow>;
  /** App, hook and digest of the payload, to the event's id. Stays when the event is purged. */
  readonly eventIds: Map<string, string>;
  /** By hook, reason and digest of the body. */
  readonly setAside: Map<string, SetAsideRow>;
  readonly streams: Map<string, AppStream>;
}

export interface EventRow extends NewEvent {
  readonly id: string;
  readonly state: 'pending' | 'retrying' | 'done' | 'dead';
  readonly deliveries: number;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly receivedAt: number;
  readonly lastDeliveredAt: number;
  /** Taken from then on. */
  readonly dueAt: number;
  readonly doneAt: number | null;
}

export interface SetAsideRow extends SetAside {
  readonly id: string;
  readonly deliveries: number;
  readonly receivedAt: number;
  readonly lastDeliveredAt: number;
}

/** Everything of one app that only the one batch that holds the app may touch. */
export interface AppStream {
  readonly epoch: string;
  /** The update at index n has position n + 1. */
  readonly updates: Update[];
  readonly waiting: Set<string>;
  /** By Dialpad's id. */
  readonly calls: Map<string, CallRow>;
  readonly messages: Map<string, MessageRow>;
  /** By Dialpad's id of the call. */
  readonly voicemails: Map<string, VoicemailRow>;
  /** Counts batches; the app with the lowest has its turn first. */
  lastTurn: number;
}

export interface CallRow extends RecordEnvelope {
  readonly facts: CallFacts;
}

export interface MessageRow extends RecordEnvelope {
  readonly facts: MessageFacts;
}

export interface VoicemailRow extends RecordEnvelope {
  readonly view: VoicemailView;
}

/** What the storage takes from outside. */
export interface MemorySources {
  readonly now: () => number;
  /** UUID v7, rising. */
  readonly newId: () => string;
  /** At least 0, below 1. */
  readonly random: () => number;
}

export function createMemoryState(): MemoryState {
  return { events: new Map(), eventIds: new Map(), setAside: new Map(), streams: new Map() };
}
