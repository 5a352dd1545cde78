import type { ResultAsync } from 'neverthrow';

import type { Act } from '../domain/act.ts';
import type { SubscriptionTerms } from '../domain/dialpad.ts';
import type { KnownSubscription, Registration } from '../domain/registration.ts';
import type { DialpadId } from '../domain/scalars.ts';
import type { AppNotFound } from './key-store.ts';
import type { StoreError } from './store-error.ts';

/**
 * What is meant to be set up in Dialpad for the hooks of the key store, and how far that has come. Each
 * method commits for itself, also amid a request that is kept together otherwise: what was begun at
 * Dialpad is known after any crash. A hook that the key store deletes is gone here as well.
 */
export interface WebhookRegistry {
  /**
   * Makes a hook with the intent to register it; `secret` verifies from then on. Where the app has a
   * registration under an address that begins with the same `baseUrl`, that one is the answer, and
   * nothing is made: also when several begin at once. One entry, `webhook.created`, when it was made.
   */
  begin(intent: NewRegistration, act: Act): ResultAsync<Begun, StoreError | AppNotFound>;

  /** Null also for a hook that is ours alone. */
  registration(hookId: string): ResultAsync<Registration | null, StoreError>;

  registrationOf(appId: string, webhookId: DialpadId): ResultAsync<Registration | null, StoreError>;

  /** The oldest first; of one app, or of all. */
  registrations(filter: {
    readonly appId?: string;
  }): ResultAsync<readonly Registration[], StoreError>;

  /** Notes what has been done or is wanted now; what is absent stays. Null when there is none. */
  note(hookId: string, step: RegistrationStep): ResultAsync<Registration | null, StoreError>;

  /** As `note`, with an entry. */
  noteActed(
    hookId: string,
    step: RegistrationStep,
    act: Act & { readonly action: 'webhook.registered' | 'webhook.repaired' | 'webhook.changed' },
  ): ResultAsync<Registration | null, StoreError>;

  /**
   * Does `work` while nobody else does any under this name, in any process. Whoever comes meanwhile
   * waits for up to 10 s and then gets `busy`. It ends with the process, however that ends.
   */
  alone<Value, Fault>(
    name: string,
    work: () => ResultAsync<Value, Fault>,
  ): ResultAsync<Value, Fault | Busy | StoreError>;
}

export interface NewRegistration {
  readonly hookId: string;
  readonly appId: string;
  /** Without the hook's id and the slash before it. */
  readonly baseUrl: string;
  readonly secret: string;
  readonly wanted: readonly SubscriptionTerms[];
}

export interface Begun {
  readonly registration: Registration;
  readonly isNew: boolean;
}

export interface RegistrationStep {
  readonly wanted?: readonly SubscriptionTerms[];
  readonly webhookId?: DialpadId | null;
  readonly subscriptions?: readonly KnownSubscription[];
  readonly state?: Registration['state'];
}

/** Somebody else is at it. */
export interface Busy {
  readonly kind: 'busy';
}
