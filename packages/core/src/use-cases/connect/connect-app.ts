import type { ResultAsync } from 'neverthrow';

import type { Act } from '../../domain/act.ts';
import type { ConnectionStatus } from '../../domain/connection.ts';
import type { Update } from '../../domain/update.ts';
import type { ConnectionStore } from '../../ports/connection-store.ts';
import type { DialpadError, OpenDialpad, TokenSource } from '../../ports/dialpad-client.ts';
import type { DialpadOAuth, OAuthError } from '../../ports/dialpad-oauth.ts';
import type { AppNotFound, KeyStore } from '../../ports/key-store.ts';
import type { StoreError } from '../../ports/store-error.ts';
import type { WebhookRegistry } from '../../ports/webhook-registry.ts';
import type { RandomBytes } from '../base62.ts';
import type { WebhookSetup } from '../set-up/webhook-setup.ts';
import type { NotConnected } from './dialpad-access.ts';

export interface ConnectAppDeps {
  readonly connectionStore: ConnectionStore;
  readonly keyStore: Pick<KeyStore, 'app'>;
  /** Null: no client id and secret of ours are configured. */
  readonly oauth: DialpadOAuth | null;
  readonly open: OpenDialpad;
  /** Of the app's connection, renewed where they need it: `createDialpadAccess` has them. */
  readonly tokensOf: (appId: string) => TokenSource;
  readonly webhookSetup: Pick<WebhookSetup, 'remove'>;
  readonly registry: Pick<WebhookRegistry, 'registrations'>;
  /** As it is registered with Dialpad, to the letter. Known when the server listens. */
  readonly redirectUri: () => string;
  /** Those that Dialpad has approved for our client: with any other it refuses. */
  readonly scopes: readonly string[];
  readonly randomBytes: RandomBytes;
  /** Epoch ms. */
  readonly now: () => number;
  /** What clients now see. Must not throw. */
  readonly publish: (updates: readonly Update[]) => void;
}

/** No client id and secret of ours are configured. */
export interface OAuthUnavailable {
  readonly kind: 'oauth-unavailable';
}

/** Unknown, used, too old, or of another browser: never said which. */
export interface AuthorisationRefused {
  readonly kind: 'authorisation-refused';
}

export interface ConnectApp {
  /** A one-use link for an administrator without the operator's secret: its token, shown once. */
  createLink(
    appId: string,
    act: Act,
  ): ResultAsync<
    { readonly token: string; readonly until: number },
    AppNotFound | OAuthUnavailable | StoreError
  >;
  /** Where to send the browser, and what to bind it with (a cookie's value). */
  begin(
    who: { readonly appId: string } | { readonly linkToken: string },
  ): ResultAsync<
    { readonly authorizeUrl: string; readonly browserToken: string; readonly until: number },
    AppNotFound | AuthorisationRefused | OAuthUnavailable | StoreError
  >;
  /** Dialpad's answer: code for tokens, and whose they are. */
  finish(
    answer: { readonly state: string; readonly code: string; readonly browserToken: string },
    act: Act,
  ): ResultAsync<
    ConnectionStatus,
    AppNotFound | AuthorisationRefused | OAuthUnavailable | OAuthError | DialpadError
  >;
  /** Dialpad's refusal: the authorisation is used up. */
  refuse(answer: {
    readonly state: string;
    readonly browserToken: string;
  }): ResultAsync<void, StoreError>;
  /**
   * Subscriptions and webhooks first, then the grant, then the tokens. What Dialpad does not let us take
   * away is named, and the tokens go all the same. The grant stays while another app is connected by the
   * same person, since that app's tokens are of it.
   */
  disconnect(
    appId: string,
    act: Act,
  ): ResultAsync<Disconnected, AppNotFound | NotConnected | StoreError>;
}

export interface Disconnected {
  readonly connection: ConnectionStatus;
  /** Hooks that Dialpad may still post to, since it could not be reached or refused. */
  readonly leftAtDialpad: readonly string[];
  /** False also where the grant stays for another app. */
  readonly isDeauthorized: boolean;
}
