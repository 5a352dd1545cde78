import { type ConnectionStatus, type HeldTokens, timestampOf } from '@dialpad-cti/core';
import { sql } from 'slonik';
import { z } from 'zod';

import { type Sealed, type SealedPlace, type SealingKeys, seal, unseal } from '../sealing.ts';

export const STATUS_COLUMNS = sql.fragment`
  app_id, company_id, user_id, office_id, scopes, state, expires_at, connected_at, refreshed_at`;

export const StatusRow = z.object({
  app_id: z.string(),
  company_id: z.string().nullable(),
  user_id: z.string().nullable(),
  office_id: z.string().nullable(),
  scopes: z.array(z.string()),
  state: z.enum(['connected', 'reauthorisation_needed']),
  expires_at: z.number().nullable(),
  connected_at: z.number(),
  refreshed_at: z.number().nullable(),
});
export type StatusRow = z.infer<typeof StatusRow>;

export function connectionStatus(row: StatusRow): ConnectionStatus {
  return {
    appId: row.app_id,
    companyId: row.company_id,
    userId: row.user_id,
    officeId: row.office_id,
    scopes: row.scopes,
    state: row.state,
    expiresAt: timestampOf(row.expires_at),
    connectedAt: timestampOf(row.connected_at),
    refreshedAt: timestampOf(row.refreshed_at),
  };
}

export const TOKEN_COLUMNS = sql.fragment`
  app_id, company_id, access_token, access_token_key_id, refresh_token, refresh_token_key_id,
  expires_at, obtained_at, unclear_refreshes, last_unclear_at`;

const Bytes = z.instanceof(Uint8Array).nullable();

export const TokenRow = z.object({
  app_id: z.string(),
  company_id: z.string().nullable(),
  access_token: Bytes,
  access_token_key_id: z.string().nullable(),
  refresh_token: Bytes,
  refresh_token_key_id: z.string().nullable(),
  expires_at: z.number().nullable(),
  obtained_at: z.number(),
  unclear_refreshes: z.number(),
  last_unclear_at: z.number().nullable(),
});
export type TokenRow = z.infer<typeof TokenRow>;

/** Null when it has to be authorised anew. Throws when a token was changed, or moved here. */
export function heldTokens(keys: SealingKeys, row: TokenRow): HeldTokens | null {
  const accessToken = openToken(keys, row, 'access_token');
  if (accessToken === null) return null;
  return {
    accessToken,
    refreshToken: openToken(keys, row, 'refresh_token'),
    expiresAt: row.expires_at,
    obtainedAt: row.obtained_at,
    unclearRefreshes: row.unclear_refreshes,
    lastUnclearAt: row.last_unclear_at,
    companyId: row.company_id,
  };
}

export type TokenColumn = 'access_token' | 'refresh_token';

export function openToken(keys: SealingKeys, row: TokenRow, column: TokenColumn): string | null {
  const [bytes, keyId] = [row[column], row[`${column}_key_id`]];
  if (bytes === null || keyId === null) return null;
  return unseal(keys, tokenPlace(row.app_id, column), { keyId, bytes });
}

/** `appId` as the database writes it. */
export function sealToken(
  keys: SealingKeys,
  { appId, column }: { readonly appId: string; readonly column: TokenColumn },
  token: string,
): Sealed {
  return seal(keys, tokenPlace(appId, column), token);
}

const tokenPlace = (appId: string, column: TokenColumn): SealedPlace => ({
  table: 'dialpad_connections',
  column,
  appId,
  rowId: appId,
});
