import type { ApiKeyRecord } from '../domain/api-key.ts';
import type { ApiKeyRow } from './key-store-parts.ts';

/** With a copy of the digest: the caller's bytes stay the caller's. */
export function newKeyRow(
  key: ApiKeyRecord,
  times: Pick<ApiKeyRow, 'createdAt' | 'expiresAt'>,
): ApiKeyRow {
  const digest = Uint8Array.from(key.digest);
  return { ...key, digest, ...times, revokedAt: null, lastUsedAt: null, isReplaced: false };
}
