import { API_KEY_STATES, type ApiKeyStatus, Timestamp } from '@dialpad-cti/core';
import { z } from 'zod';

/** What a key's text begins with: enough to know it again, useless to whoever finds it. */
export const keyPrefix = (keyId: string): string => `raw_${keyId}`;

export const ApiKeyView = z.object({
  key_id: z.string(),
  prefix: z.string().describe('What the text of the key begins with.'),
  name: z.string(),
  state: z
    .enum(API_KEY_STATES)
    .describe('`replaced`: another key has its name, and it opens until its overlap ends.'),
  created_at: Timestamp,
  expires_at: Timestamp.nullable().describe('Null: never.'),
  revoked_at: Timestamp.nullable(),
  last_used_at: Timestamp.nullable().describe('At most a minute behind; null: not yet.'),
});
export type ApiKeyView = z.infer<typeof ApiKeyView>;

export function apiKeyView(key: ApiKeyStatus): ApiKeyView {
  return {
    key_id: key.keyId,
    prefix: keyPrefix(key.keyId),
    name: key.name,
    state: key.state,
    created_at: key.createdAt,
    expires_at: key.expiresAt,
    revoked_at: key.revokedAt,
    last_used_at: key.lastUsedAt,
  };
}
