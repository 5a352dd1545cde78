import type { ResultAsync } from 'neverthrow';

import type { DialpadError } from './dialpad-client.ts';

/** Dialpad's OAuth 2 for our client. Nothing here is ever sent twice. */
export interface DialpadOAuth {
  /** Where a browser is sent to have an administrator agree. */
  authorizeUrl(request: AuthorizeRequest): string;
  exchange(grant: CodeGrant): ResultAsync<DialpadTokens, OAuthError>;
  /** The token given in is used up, unless the answer has no other. */
  refresh(refreshToken: string): ResultAsync<DialpadTokens, OAuthError>;
  /** Revokes what was granted with this token. One that is invalid already is fine. */
  deauthorize(accessToken: string): ResultAsync<void, OAuthError>;
}

export interface AuthorizeRequest {
  readonly redirectUri: string;
  readonly state: string;
  /** S256: base64url of the verifier's SHA-256. */
  readonly codeChallenge: string;
  readonly scopes: readonly string[];
}

export interface CodeGrant {
  readonly code: string;
  readonly codeVerifier: string;
  /** The very one that was sent to authorise. */
  readonly redirectUri: string;
}

export interface DialpadTokens {
  readonly accessToken: string;
  /** Null: none was granted, or (on a refresh) the one used goes on to be valid. */
  readonly refreshToken: string | null;
  /** Seconds; null: it does not expire. */
  readonly expiresIn: number | null;
}

export type OAuthError =
  /** The code or token is used, expired or revoked: only a person can help. */
  | { readonly kind: 'grant-refused' }
  | Extract<
      DialpadError,
      {
        readonly kind:
          | 'dialpad-rejected'
          | 'dialpad-unauthorized'
          | 'dialpad-rate-limited'
          | 'dialpad-unavailable';
      }
    >;
