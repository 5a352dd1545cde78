import type { Company } from './company.ts';
import type { DialpadId } from './dialpad-id.ts';

export type { DialpadId } from './dialpad-id.ts';

export interface SimWebhook {
  readonly id: DialpadId;
  readonly hookUrl: string;
  /** Null: deliveries to it are plain JSON, unsigned. */
  readonly secret: string | null;
}

export type SubscriptionKind = 'call' | 'sms' | 'agent_status' | 'contact' | 'changelog';

export interface SimSubscription {
  readonly id: DialpadId;
  readonly kind: SubscriptionKind;
  /** The webhook that it delivers to; its deliveries go nowhere when that is gone. */
  readonly endpointId: DialpadId | null;
  readonly enabled: boolean;
  /** As given, less what we know nothing of: `call_states`, `direction`, `status` and so on. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** One leg, as its events so far have left it. */
export interface SimCall {
  readonly callId: DialpadId;
  /** Epoch ms of the simulator's clock; null while it is live. Only concluded calls are listed. */
  readonly concludedAt: number | null;
  /** Epoch ms. */
  readonly startedAt: number;
  /** As `GET /api/v2/call/{id}` answers: integers as text, nothing where nothing is known. */
  readonly rest: Readonly<Record<string, unknown>>;
}

/**
 * Everything that the stand-in knows, in one place. The API keeps webhooks and subscriptions, the
 * traffic keeps calls and what belongs to them; each only reads what the other keeps.
 */
export interface World {
  readonly company: Company;
  readonly webhooks: Map<DialpadId, SimWebhook>;
  readonly subscriptions: Map<DialpadId, SimSubscription>;
  readonly calls: Map<DialpadId, SimCall>;
  /** Lines as Dialpad answers them, by call. */
  readonly transcripts: Map<DialpadId, readonly Readonly<Record<string, unknown>>[]>;
  /** Links of recordings and voicemails, to the audio behind them: a small WAV file, by their path. */
  readonly media: Map<string, Uint8Array>;
}
