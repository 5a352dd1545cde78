import { sql } from 'slonik';
import { z } from 'zod';

import { type SealedPlace, type SealingKeys, seal, unseal } from '../sealing.ts';

export const SECRET_COLUMNS = sql.fragment`
  app_id, hook_id, secret, secret_key_id,
  previous_secret, previous_secret_key_id, previous_secret_until`;

export const SecretRow = z.object({
  app_id: z.string(),
  hook_id: z.string(),
  secret: z.instanceof(Uint8Array),
  secret_key_id: z.string(),
  previous_secret: z.instanceof(Uint8Array).nullable(),
  previous_secret_key_id: z.string().nullable(),
  previous_secret_until: z.number().nullable(),
});
export type SecretRow = z.infer<typeof SecretRow>;

/** Where one of a hook's secrets stands: sealed for one of the places it opens in no other. */
export function secretPlace(
  { app_id: appId, hook_id: rowId }: Pick<SecretRow, 'app_id' | 'hook_id'>,
  column: 'secret' | 'previous_secret',
): SealedPlace {
  // As the database writes it: whoever made the hook may have written the app's id in capitals.
  return { table: 'dialpad_webhooks', column, appId: appId.toLowerCase(), rowId };
}

export function currentSecret(keys: SealingKeys, row: SecretRow): string {
  const sealed = { keyId: row.secret_key_id, bytes: row.secret };
  return unseal(keys, secretPlace(row, 'secret'), sealed);
}

export interface PreviousSecret {
  readonly text: string;
  /** Epoch ms; null: until the rotation is closed. */
  readonly until: number | null;
}

/** Null when there is none, or it verifies nothing any more. */
export function previousSecret(
  keys: SealingKeys,
  row: SecretRow,
  now: number,
): PreviousSecret | null {
  const { previous_secret: bytes, previous_secret_key_id: keyId } = row;
  const until = row.previous_secret_until;
  if (bytes === null || keyId === null || (until !== null && until <= now)) return null;
  return { text: unseal(keys, secretPlace(row, 'previous_secret'), { keyId, bytes }), until };
}

export function withCurrent(keys: SealingKeys, row: SecretRow, text: string): SecretRow {
  const { keyId, bytes } = seal(keys, secretPlace(row, 'secret'), text);
  return { ...row, secret: Uint8Array.from(bytes), secret_key_id: keyId };
}

export function withPrevious(
  keys: SealingKeys,
  row: SecretRow,
  previous: PreviousSecret | null,
): SecretRow {
  const sealed =
    previous === null ? null : seal(keys, secretPlace(row, 'previous_secret'), previous.text);
  return {
    ...row,
    previous_secret: sealed === null ? null : Uint8Array.from(sealed.bytes),
    previous_secret_key_id: sealed?.keyId ?? null,
    previous_secret_until: previous?.until ?? null,
  };
}
