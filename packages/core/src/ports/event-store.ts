import type { ResultAsync } from 'neverthrow';

import type { CallView } from '../domain/call.ts';
import type { CallFacts } from '../domain/call-facts.ts';
import type { EventKind, NewEvent, StoredEvent } from '../domain/event.ts';
import type { MessageView } from '../domain/message.ts';
import type { MessageFacts } from '../domain/message-facts.ts';
import type { Update, UpdateType } from '../domain/update.ts';
import type { VoicemailView } from '../domain/voicemail.ts';
import type { Page, PageRequest } from './page.ts';
import type { StoreError } from './store-error.ts';

/** Everything Dialpad has told us, and the work of turning it into records. */
export interface EventStore {
  /**
   * Durable when it resolves: an event that was acknowledged survives any crash.
   * A payload that the app and hook sent before is counted, not stored again, also
   * when both come in one call or at the same time. The answers stand in the order
   * of the events. After an error some may be stored all the same; repeating the
   * call is always safe.
   */
  append(events: readonly NewEvent[]): ResultAsync<readonly Appended[], StoreError>;

  /**
   * Keeps, durably and byte for byte, a delivery that cannot become an event.
   * The same body for the same reason and hook is kept once.
   */
  setAside(delivery: SetAside): ResultAsync<void, StoreError>;

  /**
   * Takes up to `limit` waiting events of active apps, loads the records that `plan`
   * names, and commits records, updates and the events' end of waiting together, or
   * nothing. Apps take turns: one with much work keeps no other waiting. No two
   * batches at once hold events of one app, so updates of an app are numbered in the
   * order in which they become visible, from 1, without gaps. An event for which
   * `plan` or its fold throws waits with its error noted and is tried again later, at
   * ever longer intervals; the others of its batch are not harmed. After
   * `MAX_ATTEMPTS` it is dead and waits for a person.
   */
  processBatch(limit: number, plan: PlanBatch): ResultAsync<BatchReport, StoreError>;

  /** Newest first. Payloads are not part of it. */
  events(filter: EventFilter, page: PageRequest): ResultAsync<Page<EventStatus>, StoreError>;

  queue(): ResultAsync<QueueStatus, StoreError>;
}

export const MAX_ATTEMPTS = 12;

export interface Appended {
  /** UUID v7 of the stored event; for a duplicate that of the first arrival. */
  readonly id: string;
  readonly isDuplicate: boolean;
}

/** `unrouted` makes a delivery unrouted, all others put it into quarantine. */
export const SET_ASIDE_REASONS = [
  'payload-not-utf8',
  'payload-not-json',
  'payload-not-object',
  'payload-too-deep',
  'signature-refused',
  'unrouted',
] as const;
export type SetAsideReason = (typeof SET_ASIDE_REASONS)[number];

export interface SetAside {
  readonly reason: SetAsideReason;
  readonly hookId: string;
  readonly appId: string | null;
  /** The verified payload; for `signature-refused` the token as it came. */
  readonly body: Uint8Array;
}

/** A record that a batch touches. */
export interface RecordKey {
  readonly appId: string;
  readonly kind: 'call' | 'message';
  readonly dialpadId: string;
}

/**
 * The pure half of a batch. It may be called again with the same events, or
 * with fewer, and must not keep anything between calls.
 */
export type PlanBatch = (events: readonly StoredEvent[]) => BatchPlan;

export interface BatchPlan {
  /** The records to load, each once. */
  readonly keys: readonly RecordKey[];
  /** `load` gives what is known so far, null for a new record. Only changed records come back. */
  readonly fold: (load: LoadFacts) => readonly RecordChange[];
}

export interface LoadFacts {
  (key: RecordKey & { readonly kind: 'call' }): CallFacts | null;
  (key: RecordKey & { readonly kind: 'message' }): MessageFacts | null;
}

/** `updates` is empty when nothing visible changed: then version and updated_at stay. */
export type RecordChange =
  | {
      readonly kind: 'call';
      readonly appId: string;
      readonly facts: CallFacts;
      readonly view: CallView;
      readonly voicemail: VoicemailView | null;
      readonly updates: readonly UpdateType[];
    }
  | {
      readonly kind: 'message';
      readonly appId: string;
      readonly facts: MessageFacts;
      readonly view: MessageView;
      readonly updates: readonly UpdateType[];
    };

export interface BatchReport {
  /** Events that are done. 0 with `failed` 0: nothing is waiting that could be taken now. */
  readonly processed: number;
  /** Events that failed in this batch and wait, or are dead. */
  readonly failed: number;
  /** Those of `failed` that are dead. */
  readonly dead: number;
  /** From arrival to the end of the batch, in ms, of each event that is done. */
  readonly ages: readonly number[];
  /** What clients now see, by app in the order of positions. */
  readonly updates: readonly Update[];
}

/** `processing` is not one: a batch is a transaction, its events are `pending` until it commits. */
export const EVENT_STATES = [
  'pending',
  'retrying',
  'done',
  'dead',
  'quarantined',
  'unrouted',
] as const;
export type EventState = (typeof EVENT_STATES)[number];

/** It failed too often, or killed the process that had it in hand. */
export const DEAD_REASONS = ['failed', 'crashed'] as const;
export type DeadReason = (typeof DEAD_REASONS)[number];

/** Why an event or a delivery waits for a person. */
export type HeldReason = DeadReason | SetAsideReason;

export interface EventFilter {
  readonly appId?: string;
  readonly state?: EventState;
  readonly kind?: EventKind;
  readonly reason?: HeldReason;
  readonly hookId?: string;
  /** Epoch ms, by the time of arrival. */
  readonly receivedAfter?: number;
  readonly receivedBefore?: number;
}

export interface EventStatus {
  readonly id: string;
  readonly appId: string | null;
  readonly hookId: string;
  readonly kind: EventKind;
  readonly type: string;
  readonly dialpadEventId: string | null;
  readonly state: EventState;
  /** Why it waits for a person; null when it does not. */
  readonly reason: HeldReason | null;
  /** How often it arrived. */
  readonly deliveries: number;
  readonly attempts: number;
  readonly lastError: string | null;
  /** RFC 3339: by Dialpad's clock, by ours, the newest delivery, the next attempt. */
  readonly occurredAt: string | null;
  readonly receivedAt: string;
  readonly lastDeliveredAt: string;
  readonly nextAttemptAt: string | null;
}

export interface QueueStatus {
  readonly pending: number;
  readonly retrying: number;
  readonly dead: number;
  readonly quarantined: number;
  readonly unrouted: number;
  /** Age in ms of the oldest event that waits for its first attempt; null when none does. */
  readonly oldestPendingMs: number | null;
  /** Events that arrived for the first time, and that were done, in about the last minute, by all processes. */
  readonly receivedPerMinute: number;
  readonly processedPerMinute: number;
}
