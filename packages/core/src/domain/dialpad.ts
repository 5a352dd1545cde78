import type { DialpadId } from './scalars.ts';

/** The address and secret of an app's events, as Dialpad keeps them. */
export interface DialpadWebhook {
  readonly id: DialpadId;
  /** Null where Dialpad gives none. */
  readonly hookUrl: string | null;
  /** Null: its deliveries are not signed. Never to be shown or logged. */
  readonly secret: string | null;
}

export const SUBSCRIPTION_KINDS = ['call', 'sms', 'agent_status'] as const;
export type SubscriptionKind = (typeof SUBSCRIPTION_KINDS)[number];

/** What of a kind is asked for. All of a company's, since nothing of ours subscribes for one target. */
export type SubscriptionTerms =
  | {
      readonly kind: 'call';
      /** Values of `state`, or the one word `all`. */
      readonly callStates: readonly string[];
    }
  | {
      readonly kind: 'sms';
      readonly direction: 'all' | 'inbound' | 'outbound';
      /** Also each change of a message's delivery status. */
      readonly status: boolean;
      /** Also messages between colleagues. */
      readonly includeInternal: boolean;
    }
  | { readonly kind: 'agent_status' };

/** A standing order at Dialpad: these events, to that webhook. */
export interface DialpadSubscription {
  readonly id: DialpadId;
  readonly terms: SubscriptionTerms;
  readonly enabled: boolean;
  /** Null when it delivers to a websocket, or nowhere. */
  readonly webhookId: DialpadId | null;
  /** Null: all of the company. */
  readonly target: { readonly type: string; readonly id: DialpadId } | null;
}

export interface DialpadUser {
  readonly id: DialpadId;
  readonly companyId: DialpadId | null;
  readonly officeId: DialpadId | null;
  readonly displayName: string | null;
  readonly emails: readonly string[];
  readonly phoneNumbers: readonly string[];
  readonly state: string | null;
  readonly isAdmin: boolean;
}

/** A call as Dialpad's API tells it: one leg. */
export interface DialpadCall {
  readonly callId: DialpadId;
  /** Epoch ms. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** The whole object as JSON text, its integers beyond 2^53 unharmed, its members sorted by name. */
  readonly json: string;
}

export interface TranscriptLine {
  /** RFC 3339; Dialpad's own times bear no zone and are UTC. */
  readonly at: string | null;
  readonly speaker: string | null;
  readonly text: string;
  /** `transcript` is speech; all else are labels that Dialpad's AI set. */
  readonly type: string;
  readonly userId: DialpadId | null;
}

/** Audio under way. */
export interface DialpadMedia {
  readonly status: 200 | 206;
  readonly contentType: string | null;
  /** Bytes of this answer; null where Dialpad does not say. */
  readonly contentLength: number | null;
  /** As in the header of the same name. */
  readonly contentRange: string | null;
  /** Reads as fast as it is read, and ends the request when it is left. Rejects when the line breaks. */
  readonly body: AsyncIterable<Uint8Array>;
}
