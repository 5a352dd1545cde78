import type { ResultAsync } from 'neverthrow';

import type { Act } from '../../domain/act.ts';
import type { SubscriptionKind, SubscriptionTerms } from '../../domain/dialpad.ts';
import type { Drift, Registration } from '../../domain/registration.ts';
import type { DialpadError } from '../../ports/dialpad-client.ts';
import type { AppNotFound, KeyStore } from '../../ports/key-store.ts';
import type { Busy, WebhookRegistry } from '../../ports/webhook-registry.ts';
import type { RandomBytes } from '../base62.ts';
import type { HookSecretMalformed, HookSecretTooShort } from '../choose-hook-secret.ts';
import type { DialpadFor, NotConnected } from '../connect/dialpad-access.ts';
import type { HookNotFound } from '../hook-directory.ts';
import type { RotatedHook } from '../rotate-hook-secret.ts';

export interface WebhookSetupDeps {
  readonly registry: WebhookRegistry;
  readonly keyStore: Pick<
    KeyStore,
    'app' | 'hook' | 'hookStatus' | 'deleteHook' | 'rotateHookSecret'
  >;
  readonly dialpadFor: DialpadFor;
  readonly randomBytes: RandomBytes;
  /** Epoch ms. */
  readonly now: () => number;
}

/**
 * Ten subscriptions of a type that speak for the whole company are all that Dialpad allows, and a hundred
 * in all.
 */
export interface SubscriptionLimit {
  readonly kind: 'subscription-limit';
  readonly subscription: SubscriptionKind;
}

/** The app's webhook at this address has another secret: it is changed by rotating it. */
export interface WebhookSecretDiffers {
  readonly kind: 'webhook-secret-differs';
}

/** The hook is on our side only, so Dialpad is not asked about it. */
export interface NotRegistered {
  readonly kind: 'not-registered';
}

export type DialpadFault = DialpadError | NotConnected | SubscriptionLimit | Busy;

export interface SetUpRequest {
  readonly appId: string;
  readonly baseUrl: string;
  /** Made by us when absent. */
  readonly secret?: string;
  /**
   * One of a kind, the last one given. When absent what the registration there is wants already, else
   * `DEFAULT_SUBSCRIPTIONS`.
   */
  readonly wanted?: readonly SubscriptionTerms[];
}

export interface SetUp {
  readonly registration: Registration;
  /** False: it was there before, and is as it was or was made right. */
  readonly isNew: boolean;
}

export interface DriftReport {
  readonly registration: Registration;
  /** Empty: Dialpad is as it is wanted, and holds nothing else. */
  readonly drift: readonly Drift[];
}

export interface RepairReport extends DriftReport {
  /** What was made right; `drift` is what is left, such as the webhooks of others. */
  readonly repaired: readonly Drift[];
}

/**
 * Dialpad set up for the hooks of apps: made, compared, made right, and taken away. A removal that was cut
 * off is finished by `remove`, `repair` or the next `setUp`; to all else such a hook is `not-registered`.
 * `busy`: somebody else is at it, or has just deleted the hook.
 */
export interface WebhookSetup {
  /**
   * One webhook and one subscription of each kind at Dialpad, whatever was there before and however
   * often this is called or cut off. A kind that Dialpad refuses keeps the others from nothing, but the
   * answer is its error, and the registration is `pending`.
   */
  setUp(
    request: SetUpRequest,
    act: Act,
  ): ResultAsync<
    SetUp,
    AppNotFound | HookSecretTooShort | HookSecretMalformed | WebhookSecretDiffers | DialpadFault
  >;
  /** Changes nothing. */
  drift(hookId: string): ResultAsync<DriftReport, HookNotFound | NotRegistered | DialpadFault>;
  /** Makes Dialpad what is wanted; stale hooks of ours go, those of others stay. */
  repair(
    hookId: string,
    act: Act,
  ): ResultAsync<RepairReport, HookNotFound | NotRegistered | DialpadFault>;
  /**
   * Subscriptions first, then the webhook, then our record. What is gone at Dialpad already is fine;
   * while Dialpad cannot be reached our record stays, and goes on to take events.
   */
  remove(
    hookId: string,
    act: Act,
  ): ResultAsync<Registration, HookNotFound | NotRegistered | DialpadFault>;
  /**
   * A new secret here first, then at Dialpad. Both verify until the new one has, and 5 h more, or until
   * another rotation begins. Called again before the new one has verified, or with the same one, the same
   * rotation goes on: also with another that is given, as long as Dialpad has not taken the one before. The
   * answer says which it is. `dialpad-not-found`: there is no webhook to rotate.
   */
  rotateSecret(
    request: { readonly hookId: string; readonly secret?: string },
    act: Act,
  ): ResultAsync<
    RotatedHook,
    HookNotFound | NotRegistered | HookSecretTooShort | HookSecretMalformed | DialpadFault
  >;
  /** One more kind, or other terms for it. */
  subscribe(
    hookId: string,
    terms: SubscriptionTerms,
    act: Act,
  ): ResultAsync<Registration, HookNotFound | NotRegistered | DialpadFault>;
  /** That kind no more. */
  unsubscribe(
    hookId: string,
    kind: SubscriptionKind,
    act: Act,
  ): ResultAsync<Registration, HookNotFound | NotRegistered | DialpadFault>;
}

/** Calls in all states, texts with their status, and agents' status. */
export const DEFAULT_SUBSCRIPTIONS: readonly SubscriptionTerms[] = [
  { kind: 'call', callStates: ['all'] },
  { kind: 'sms', direction: 'all', status: true, includeInternal: true },
  { kind: 'agent_status' },
];
