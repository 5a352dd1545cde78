import type { ResultAsync } from 'neverthrow';

import type { Act } from '../domain/act.ts';
import type { ConnectionStatus } from '../domain/connection.ts';
import type { Update } from '../domain/update.ts';
import type { DialpadTokens } from './dialpad-oauth.ts';
import type { AppNotFound } from './key-store.ts';
import type { StoreError } from './store-error.ts';

/** OAuth connections of apps. Tokens and verifiers are not readable in the storage. */
export interface ConnectionStore {
  /** A link that opens the connect route once, without the operator's secret; its digest is kept. */
  addConnectLink(link: NewConnectLink, act: Act): ResultAsync<void, StoreError | AppNotFound>;

  /** The app that it is for, once and in its time; else null. */
  takeConnectLink(digest: string): ResultAsync<string | null, StoreError>;

  /** What the callback needs, found by the digest of its `state`. */
  beginAuthorisation(authorisation: Authorisation): ResultAsync<void, StoreError | AppNotFound>;

  /** Once, in its time, and only for the browser that began it; else null, and it is used up all the same. */
  takeAuthorisation(
    stateDigest: string,
    browserDigest: string,
  ): ResultAsync<Authorisation | null, StoreError>;

  /**
   * Replaces the one there was. One entry, `connection.made`; and an update for the app's clients,
   * unless the one there was had its tokens still.
   */
  putConnection(
    connection: NewConnection,
    act: Act,
  ): ResultAsync<MadeConnection, StoreError | AppNotFound>;

  connection(appId: string): ResultAsync<ConnectionStatus | null, StoreError>;

  /** Of all apps. */
  connections(): ResultAsync<readonly ConnectionStatus[], StoreError>;

  /** Null when there is no connection, or it has to be authorised anew. */
  tokens(appId: string): ResultAsync<HeldTokens | null, StoreError>;

  /**
   * Holds the tokens of one app against everybody else, in every process, gives `work` what is there
   * once they are held, and commits what it decides. A process that dies in between changes nothing.
   * Null when there are no tokens to hold.
   */
  changeTokens<Fault>(
    appId: string,
    work: (held: HeldTokens) => ResultAsync<TokenChange, Fault>,
  ): ResultAsync<ChangedTokens | null, Fault | StoreError>;

  /** The tokens are gone; the status is what it was. Null when there was none. One entry, `connection.ended`. */
  endConnection(appId: string, act: Act): ResultAsync<ConnectionStatus | null, StoreError>;
}

export interface NewConnectLink {
  readonly digest: string;
  readonly appId: string;
  /** Epoch ms. */
  readonly until: number;
}

export interface Authorisation {
  readonly stateDigest: string;
  readonly browserDigest: string;
  readonly appId: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  /** Epoch ms. */
  readonly until: number;
}

export interface NewConnection {
  readonly appId: string;
  readonly companyId: string | null;
  readonly userId: string | null;
  readonly officeId: string | null;
  readonly scopes: readonly string[];
  readonly tokens: DialpadTokens;
}

export interface MadeConnection {
  readonly connection: ConnectionStatus;
  /** What clients now see; to be published. */
  readonly updates: readonly Update[];
}

export interface HeldTokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Epoch ms; null: they do not expire. */
  readonly expiresAt: number | null;
  /** Epoch ms: when they were given. */
  readonly obtainedAt: number;
  /** Refreshes since then of which nobody knows what became, or why they were refused. */
  readonly unclearRefreshes: number;
  /** Epoch ms; null: none. */
  readonly lastUnclearAt: number | null;
  readonly companyId: string | null;
}

export type TokenChange =
  | { readonly kind: 'keep' }
  | { readonly kind: 'refreshed'; readonly tokens: DialpadTokens }
  /** A refresh gave none, and may yet. It is counted. */
  | { readonly kind: 'unclear' }
  /** No token is held any more. The app's clients see an update, once. */
  | { readonly kind: 'reauthorisation-needed' };

export interface ChangedTokens {
  /** Null: they have to be authorised anew. */
  readonly tokens: HeldTokens | null;
  /** What clients now see; to be published. */
  readonly updates: readonly Update[];
}
