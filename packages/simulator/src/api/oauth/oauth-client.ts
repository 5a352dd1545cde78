/** The one app that is registered. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
}
