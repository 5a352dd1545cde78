import type {
  AppNameInvalid,
  AppNotFound,
  AuthorisationRefused,
  Busy,
  DialpadError,
  HookNotFound,
  HookSecretMalformed,
  HookSecretTooShort,
  IdempotencyKeyReused,
  KeyExpiryPast,
  KeyNameInvalid,
  KeyRefused,
  NotConnected,
  NotRegistered,
  OAuthError,
  OAuthUnavailable,
  ReleaseRefusal,
  SignatureRefused,
  StoreError,
  SubscriptionLimit,
  WebhookSecretDiffers,
} from '@dialpad-cti/core';

/** Everything that a caller can be told instead of an answer. */
export type HttpFault =
  | StoreError
  | AppNameInvalid
  | AppNotFound
  | HookNotFound
  | HookSecretMalformed
  | HookSecretTooShort
  | IdempotencyKeyReused
  | KeyExpiryPast
  | KeyNameInvalid
  | KeyRefused
  | SignatureRefused
  | RequestInvalid
  | BodyFault
  | { readonly kind: 'operator-refused' }
  | { readonly kind: 'record-not-found' }
  | { readonly kind: 'request-malformed' }
  | { readonly kind: 'request-timeout' }
  | { readonly kind: 'headers-too-large' }
  | { readonly kind: 'route-not-found' }
  | { readonly kind: 'method-not-allowed'; readonly allowed: readonly string[] }
  | AuthorisationRefused
  | Busy
  | DialpadError
  | NotConnected
  | NotRegistered
  | OAuthError
  | OAuthUnavailable
  | SubscriptionLimit
  | WebhookSecretDiffers
  | { readonly kind: 'release-refused'; readonly reason: ReleaseRefusal }
  | QuotaExceeded
  | { readonly kind: 'overloaded' }
  | { readonly kind: 'deadline-exceeded' }
  | { readonly kind: 'not-ready'; readonly checks: Readonly<Record<string, string>> }
  | { readonly kind: 'unexpected' };

/** More was asked for than `policy` allows in its window. */
export interface QuotaExceeded {
  readonly kind: 'quota-exceeded';
  readonly policy: string;
  /** Whole seconds, rounded up. */
  readonly retryAfterSeconds: number;
}

export interface RequestInvalid {
  readonly kind: 'request-invalid';
  /** At least one. */
  readonly errors: readonly FieldError[];
}

export interface FieldError {
  /** A JSON pointer that begins with the place: `/query/limit`, `/body/name`, `/header/idempotency-key`. */
  readonly pointer: string;
  readonly detail: string;
}

export type BodyFault =
  | { readonly kind: 'body-too-large' }
  | { readonly kind: 'body-incomplete' }
  | { readonly kind: 'body-malformed' }
  | { readonly kind: 'media-type-unsupported' }
  | { readonly kind: 'content-coding-unsupported' };
