/** What is kept of an API key: enough to check one, never enough to show one. */
export interface ApiKeyRecord {
  /** 12 base62 characters, the lookup half of the key. */
  readonly keyId: string;
  readonly appId: string;
  /** Unique among the app's current keys, e.g. `default`. */
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

export const API_KEY_STATES = ['active', 'replaced', 'expired', 'revoked'] as const;
export type ApiKeyState = (typeof API_KEY_STATES)[number];

/** What an operator may see of a key: nothing of its secret, its digest or its hash. */
export interface ApiKeyStatus {
  readonly keyId: string;
  readonly appId: string;
  readonly name: string;
  /** `replaced`: another one has its name, and it opens until its overlap ends. */
  readonly state: ApiKeyState;
  /** RFC 3339, as all below; null: not, or never. */
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  /** At most a minute behind. */
  readonly lastUsedAt: string | null;
}

/** Who calls the client API. */
export interface Principal {
  readonly appId: string;
  readonly keyId: string;
  readonly keyName: string;
}
