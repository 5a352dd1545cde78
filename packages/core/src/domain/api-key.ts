/** What is kept of an API key: enough to check one, never enough to show one. */
export interface ApiKeyRecord {
  /** 12 base62 characters, the lookup half of the key. */
  readonly keyId: string;
  readonly appId: string;
  /** Unique among the app's live keys, e.g. `default`. */
  readonly name: string;
  /** HMAC-SHA-256 of the whole key under the server's pepper, 32 bytes. */
  readonly digest: Uint8Array;
  /** Names the pepper that made `digest`. */
  readonly pepperId: string;
  /** bcrypt, cost 10. */
  readonly hash: string;
}

/** An API key as found by its id, with what decides whether it still opens anything. */
export interface StoredApiKey extends ApiKeyRecord {
  readonly isAppActive: boolean;
  /** Epoch ms; null: never. */
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

/** Who calls the client API. */
export interface Principal {
  readonly appId: string;
  readonly keyId: string;
  readonly keyName: string;
}
