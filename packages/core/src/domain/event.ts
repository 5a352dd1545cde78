import type { CallFacts } from './call-facts.ts';
import type { MessageFacts } from './message-facts.ts';

export const EVENT_KINDS = [
  'call',
  'message',
  'agent_status',
  'contact',
  'change_log',
  'other',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

interface Envelope {
  /** Dialpad's `state`, `message_status` and so on: the finest word for what happened. */
  readonly type: string;
  /** Groups the deliveries of one event (dialpad.md 1.6). For display, never a reason to drop. */
  readonly dialpadEventId: string;
  /** The call or message that the event speaks of; null for the other kinds. */
  readonly subjectId: string | null;
  /** Epoch ms by Dialpad's clock; null when the payload holds no usable time. */
  readonly occurredAt: number | null;
}

/** One thing that happened at Dialpad: envelope plus subject. */
export type DialpadEvent = Envelope &
  (
    | { readonly kind: 'call'; readonly call: CallFacts }
    | { readonly kind: 'message'; readonly message: MessageFacts }
    | { readonly kind: Exclude<EventKind, 'call' | 'message'> }
  );

/** An event on its way into the store, as verified and not yet processed. */
export interface NewEvent extends Envelope {
  readonly appId: string;
  readonly hookId: string;
  readonly kind: EventKind;
  /** The JSON text exactly as verified. */
  readonly payload: string;
}

/** An event as the store gives it back for processing. */
export interface StoredEvent {
  /** UUID v7. */
  readonly id: string;
  readonly appId: string;
  readonly kind: EventKind;
  readonly payload: string;
}
