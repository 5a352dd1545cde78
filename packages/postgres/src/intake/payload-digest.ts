import { createHash } from 'node:crypto';

/** The first 16 bytes of the SHA-256, as a uuid: half the width of the whole in an index. */
export function payloadDigest(payload: string | Uint8Array): string {
  const hex = createHash('sha256').update(payload).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
}
