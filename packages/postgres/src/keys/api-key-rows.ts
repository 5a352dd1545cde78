import { type ApiKeyState, type ApiKeyStatus, timestampOf } from '@dialpad-cti/core';
import { sql } from 'slonik';
import { z } from 'zod';

export const KEY_COLUMNS = sql.fragment`
  app_id, key_id, name, created_at, expires_at, replaced_at, revoked_at, last_used_at`;

export const KeyRow = z.object({
  app_id: z.string(),
  key_id: z.string(),
  name: z.string(),
  created_at: z.number(),
  expires_at: z.number().nullable(),
  replaced_at: z.number().nullable(),
  revoked_at: z.number().nullable(),
  last_used_at: z.number().nullable(),
});
export type KeyRow = z.infer<typeof KeyRow>;

export function keyStatus(row: KeyRow, now: number): ApiKeyStatus {
  return {
    keyId: row.key_id,
    appId: row.app_id,
    name: row.name,
    state: stateOf(row, now),
    createdAt: timestampOf(row.created_at),
    expiresAt: timestampOf(row.expires_at),
    revokedAt: timestampOf(row.revoked_at),
    lastUsedAt: timestampOf(row.last_used_at),
  };
}

export function opens(row: KeyRow, now: number): boolean {
  const state = stateOf(row, now);
  return state === 'active' || state === 'replaced';
}

/** One that was replaced has an end, its overlap's: past that it is expired like any other. */
function stateOf(row: KeyRow, now: number): ApiKeyState {
  if (row.revoked_at !== null) return 'revoked';
  if (row.expires_at !== null && row.expires_at <= now) return 'expired';
  return row.replaced_at === null ? 'active' : 'replaced';
}
