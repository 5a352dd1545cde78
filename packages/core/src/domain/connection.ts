/** An app's authorised link to a Dialpad account, as operators may see it: no token. */
export interface ConnectionStatus {
  readonly appId: string;
  readonly companyId: string | null;
  /** Who agreed. */
  readonly userId: string | null;
  readonly officeId: string | null;
  readonly scopes: readonly string[];
  /** `reauthorisation_needed`: Dialpad takes what we hold no more; only a person can help. */
  readonly state: 'connected' | 'reauthorisation_needed';
  /** RFC 3339, of the access token; null: it does not expire. */
  readonly expiresAt: string | null;
  /** RFC 3339. */
  readonly connectedAt: string;
  readonly refreshedAt: string | null;
}
