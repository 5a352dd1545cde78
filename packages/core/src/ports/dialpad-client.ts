import type { Result, ResultAsync } from 'neverthrow';

import type {
  DialpadCall,
  DialpadMedia,
  DialpadSubscription,
  DialpadUser,
  DialpadWebhook,
  SubscriptionKind,
  SubscriptionTerms,
  TranscriptLine,
} from '../domain/dialpad.ts';
import type { DialpadId } from '../domain/scalars.ts';
import type { StoreError } from './store-error.ts';

/**
 * Dialpad's API for one company. Within its limits: a call waits for its turn, for as long as its
 * time-out allows. What may be repeated without harm is repeated when Dialpad is in trouble; a create
 * never is, since it may have been carried out: its error then says `isUnclear`, and the caller looks
 * before it tries again. Every method answers within its time-out, whatever Dialpad does.
 */
export interface DialpadClient {
  createWebhook(webhook: NewDialpadWebhook): ResultAsync<DialpadWebhook, DialpadError>;
  webhook(id: DialpadId): ResultAsync<DialpadWebhook, DialpadError>;
  /** All there are, whoever made them. */
  webhooks(): DialpadItems<DialpadWebhook>;
  /** Only what is given changes. */
  updateWebhook(
    id: DialpadId,
    changes: Partial<NewDialpadWebhook>,
  ): ResultAsync<DialpadWebhook, DialpadError>;
  /** `dialpad-not-found` when it was gone already. */
  deleteWebhook(id: DialpadId): ResultAsync<void, DialpadError>;

  createSubscription(
    subscription: NewDialpadSubscription,
  ): ResultAsync<DialpadSubscription, DialpadError>;
  subscription(
    kind: SubscriptionKind,
    id: DialpadId,
  ): ResultAsync<DialpadSubscription, DialpadError>;
  /** All of the kind, those of others among them. */
  subscriptions(kind: SubscriptionKind): DialpadItems<DialpadSubscription>;
  /** Makes it what is given. */
  updateSubscription(
    id: DialpadId,
    subscription: NewDialpadSubscription,
  ): ResultAsync<DialpadSubscription, DialpadError>;
  /** `dialpad-not-found` when it was gone already. */
  deleteSubscription(kind: SubscriptionKind, id: DialpadId): ResultAsync<void, DialpadError>;

  /** Whose token this is, and Dialpad's clock. */
  me(): ResultAsync<{ readonly user: DialpadUser; readonly at: number | null }, DialpadError>;
  users(filter: { readonly email?: string }): DialpadItems<DialpadUser>;

  /**
   * Concluded calls that started in the window, the newest first. Windows of any length. What is listed
   * and cannot be read as a call is left out: it must not hide those behind it.
   */
  calls(window: CallWindow): DialpadItems<DialpadCall>;
  /** One leg, live or concluded. Ten a minute: never for each event. */
  call(id: DialpadId): ResultAsync<DialpadCall, DialpadError>;
  /** Empty when there is none. */
  transcript(callId: DialpadId): ResultAsync<readonly TranscriptLine[], DialpadError>;
  /**
   * The audio behind a link of a recording or voicemail, from the start or by `range` (as in the
   * header). A link to another host than Dialpad's is `dialpad-rejected`, and is not followed with the
   * token; nor is a redirect.
   */
  media(url: string, range?: string): ResultAsync<DialpadMedia, DialpadError>;
}

/** Page by page as it is read. Ends with the first error, which is its last item. */
export type DialpadItems<Item> = AsyncIterable<Result<Item, DialpadError>>;

export interface NewDialpadWebhook {
  readonly hookUrl: string;
  readonly secret: string;
}

export interface NewDialpadSubscription {
  readonly terms: SubscriptionTerms;
  readonly webhookId: DialpadId;
  readonly enabled: boolean;
}

/** Epoch ms: from `from`, before `to`. */
export interface CallWindow {
  readonly from: number;
  readonly to: number;
}

/** No error holds a token, a secret, or what a person said or is called. */
export type DialpadError =
  /** The token opens nothing (any more), also after it was renewed. */
  | { readonly kind: 'dialpad-unauthorized' }
  /** `scope` is the one that is missing, where Dialpad says it or it is known. */
  | { readonly kind: 'dialpad-forbidden'; readonly scope: string | null }
  | { readonly kind: 'dialpad-not-found' }
  /** Repeating it unchanged makes no sense. `detail` is Dialpad's own text, cut to 300 characters. */
  | { readonly kind: 'dialpad-rejected'; readonly status: number | null; readonly detail: string }
  /** From then on it makes sense to try again, epoch ms. */
  | { readonly kind: 'dialpad-rate-limited'; readonly retryAt: number }
  /** No usable answer in time. `isUnclear`: it may have been carried out all the same. */
  | {
      readonly kind: 'dialpad-unavailable';
      readonly isUnclear: boolean;
      /** For logs. */
      readonly cause: unknown;
    }
  /** There is no token to use, until somebody authorises the app anew. */
  | { readonly kind: 'dialpad-reauthorisation-needed' }
  /** The token cannot be read now. */
  | StoreError;

/** Where a client has its bearer token from. */
export interface TokenSource {
  /** One that is valid by all that is known. */
  token(): ResultAsync<string, TokenError>;
  /** Dialpad refused this one: another, or `dialpad-unauthorized` when there is none to be had. */
  renewed(refused: string): ResultAsync<string, TokenError>;
}

export type TokenError = Extract<
  DialpadError,
  {
    readonly kind:
      | 'dialpad-unauthorized'
      | 'dialpad-reauthorisation-needed'
      | 'dialpad-unavailable'
      | 'store-unavailable';
  }
>;

/** A client for the company that the tokens are of. All clients of a company share its limits. */
export type OpenDialpad = (account: DialpadAccount) => DialpadClient;

export interface DialpadAccount {
  /** Tells companies apart; not a secret. */
  readonly companyKey: string;
  readonly tokens: TokenSource;
}
