import type { ResultAsync } from 'neverthrow';

import type { Call, CallOutcome, CallStatus } from '../domain/call.ts';
import type { EventKind } from '../domain/event.ts';
import type { Message, MessageStatus } from '../domain/message.ts';
import type { Direction } from '../domain/scalars.ts';
import type { Position } from '../domain/update.ts';
import type { Voicemail } from '../domain/voicemail.ts';
import type { Page, PageRequest } from './page.ts';
import type { StoreError } from './store-error.ts';

/**
 * The records of one app at a time. Nothing of another app is ever returned, and
 * an id of another app is answered like one that does not exist. A committed batch
 * is visible to every call that begins after it. A list walked page by page skips
 * nothing that was there at the start and repeats nothing, while events arrive.
 * Rows without the value that is sorted by come last, in either direction; equal
 * values are ordered by id, in the direction of the sort.
 */
export interface RecordReader {
  calls(appId: string, query: CallQuery): ResultAsync<Page<Call>, StoreError>;

  /** Live and not stale, the newest first, with the position of the same moment. */
  activeCalls(
    appId: string,
    page: PageRequest,
  ): ResultAsync<Page<Call> & { readonly stream: Position }, StoreError>;

  /** By our id or Dialpad's; null when the app has none such. */
  call(appId: string, id: string): ResultAsync<Call | null, StoreError>;

  /** The events of a call by Dialpad's clock, oldest first; null when there is no such call. */
  callEvents(
    appId: string,
    id: string,
    page: PageRequest,
  ): ResultAsync<Page<CallEvent> | null, StoreError>;

  messages(appId: string, query: MessageQuery): ResultAsync<Page<Message>, StoreError>;
  message(appId: string, id: string): ResultAsync<Message | null, StoreError>;

  voicemails(appId: string, query: VoicemailQuery): ResultAsync<Page<Voicemail>, StoreError>;

  /** By our id, or Dialpad's id of the call that it was left on. */
  voicemail(appId: string, id: string): ResultAsync<Voicemail | null, StoreError>;
}

export interface CallEvent {
  readonly id: string;
  readonly kind: EventKind;
  /** Dialpad's `state`. */
  readonly type: string;
  /** RFC 3339: by Dialpad's clock, by ours. */
  readonly occurredAt: string | null;
  readonly receivedAt: string;
  readonly deliveries: number;
}

export const CALL_SORTS = [
  '-started_at',
  'started_at',
  '-duration',
  'duration',
  '-quality',
  'quality',
] as const;
export const MESSAGE_SORTS = ['-sent_at', 'sent_at'] as const;
export const VOICEMAIL_SORTS = ['-received_at', 'received_at'] as const;

/** Times are epoch ms; `after` is exclusive, `before` too; `updatedSince` includes its instant. */
export interface CallQuery extends PageRequest {
  readonly sort: (typeof CALL_SORTS)[number];
  readonly userId?: string;
  readonly callCenterId?: string;
  readonly status?: readonly CallStatus[];
  readonly outcome?: readonly CallOutcome[];
  readonly direction?: Direction;
  readonly from?: string;
  readonly to?: string;
  /** Either side. */
  readonly number?: string;
  readonly startedAfter?: number;
  readonly startedBefore?: number;
  readonly updatedSince?: number;
  readonly hasRecording?: boolean;
  readonly hasVoicemail?: boolean;
}

export interface MessageQuery extends PageRequest {
  readonly sort: (typeof MESSAGE_SORTS)[number];
  readonly direction?: Direction;
  readonly from?: string;
  readonly to?: string;
  readonly number?: string;
  readonly userId?: string;
  readonly status?: readonly MessageStatus[];
  readonly sentAfter?: number;
  readonly sentBefore?: number;
}

export interface VoicemailQuery extends PageRequest {
  readonly sort: (typeof VOICEMAIL_SORTS)[number];
  readonly userId?: string;
  readonly number?: string;
  readonly receivedAfter?: number;
  readonly receivedBefore?: number;
}
