import { createHmac, type KeyObject } from 'node:crypto';

import { type CommonQueryMethods, type DatabasePool, sql } from 'slonik';
import { z } from 'zod';

import { asKeeper } from '../connection/in-transaction.ts';

/** The keys that this start was given. */
export interface KeysInUse {
  readonly encryption: readonly FingerprintedKey[];
  readonly pepper: readonly FingerprintedKey[];
}

export interface FingerprintedKey {
  readonly keyId: string;
  readonly key: KeyObject;
}

/** The database was used with other keys: what they sealed or made could not be read or checked. */
export interface OtherKeys {
  readonly kind: 'other-keys';
  readonly purpose: keyof KeysInUse;
  /** Ids of the keys that are needed and were not given; they tell nothing of the keys. */
  readonly missing: readonly string[];
}

const PURPOSES = ['encryption', 'pepper'] as const satisfies readonly (keyof KeysInUse)[];

/** Null when the keys fit; then the new ones among them are noted for the next start. */
export function checkKeys(pool: DatabasePool, keys: KeysInUse): Promise<OtherKeys | null> {
  return asKeeper(pool, async (connection) => {
    // Two first starts with different keys at once: the second has to see what the first noted.
    await connection.query(sql.unsafe`LOCK TABLE key_fingerprints IN SHARE ROW EXCLUSIVE MODE`);
    const noted = await connection.any(sql.type(Noted)`
      SELECT purpose, key_id, fingerprint FROM key_fingerprints
    `);
    const needed = await neededKeys(connection);
    for (const purpose of PURPOSES) {
      const missing = missingOf(keys[purpose], {
        noted: noted.filter((row) => row.purpose === purpose),
        needed: needed.filter((row) => row.purpose === purpose).map(({ key_id }) => key_id),
      });
      if (missing.length > 0) return { kind: 'other-keys', purpose, missing };
      for (const key of keys[purpose]) await note(connection, purpose, key);
    }
    return null;
  });
}

const Noted = z.object({
  purpose: z.string(),
  key_id: z.string(),
  fingerprint: z.instanceof(Uint8Array),
});
const Needed = z.object({ purpose: z.string(), key_id: z.string() });

/** Of what opens or verifies nothing any more nobody needs the key. */
function neededKeys(connection: CommonQueryMethods) {
  return connection.any(sql.type(Needed)`
    SELECT 'encryption' AS purpose, secret_key_id AS key_id FROM dialpad_webhooks
    UNION
    SELECT 'encryption', previous_secret_key_id
    FROM dialpad_webhooks
    WHERE previous_secret_key_id IS NOT NULL
      AND (previous_secret_until IS NULL OR previous_secret_until > now())
    UNION
    SELECT 'encryption', key_id
    FROM dialpad_connections, unnest(ARRAY[access_token_key_id, refresh_token_key_id]) AS key_id
    WHERE key_id IS NOT NULL
    UNION
    SELECT 'pepper', pepper_id
    FROM api_keys
    WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
  `);
}

interface Stored {
  readonly noted: readonly z.infer<typeof Noted>[];
  readonly needed: readonly string[];
}

/** A key that nothing needs any more may go, as long as one that was there before remains. */
function missingOf(
  given: readonly FingerprintedKey[],
  { noted, needed }: Stored,
): readonly string[] {
  const known = new Map(given.map((key) => [key.keyId, fingerprintOf(key)]));
  const matches = noted.filter(({ key_id, fingerprint }) =>
    known.get(key_id)?.equals(Buffer.from(fingerprint)),
  );
  const unknown = needed.filter((keyId) => !known.has(keyId));
  if (unknown.length > 0) return unknown;
  if (noted.length > 0 && matches.length === 0) return noted.map(({ key_id }) => key_id);
  return [];
}

async function note(
  connection: CommonQueryMethods,
  purpose: string,
  key: FingerprintedKey,
): Promise<void> {
  await connection.query(sql.unsafe`
    INSERT INTO key_fingerprints (purpose, key_id, fingerprint)
    VALUES (${purpose}, ${key.keyId}, ${sql.binary(fingerprintOf(key))})
    ON CONFLICT (purpose, key_id) DO NOTHING
  `);
}

function fingerprintOf({ key }: FingerprintedKey): Buffer {
  return createHmac('sha256', key).update('dialpad-cti key fingerprint').digest().subarray(0, 16);
}
