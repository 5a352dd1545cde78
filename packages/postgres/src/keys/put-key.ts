import type { Act, PutApiKey, PutKey } from '@dialpad-cti/core';

import { writeAudit } from '../audit/write-audit.ts';
import { asKeeper } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { type KeyRow, keyStatus, opens } from './api-key-rows.ts';
import { raiseCredentialsEpoch } from './credentials-epoch.ts';
import { holdApp } from './hold-app.ts';
import { holdKeys } from './hold-keys.ts';
import { insertKey } from './insert-key.ts';
import type { KeyStoreDeps } from './key-store-deps.ts';
import { saveKeys } from './save-keys.ts';

/** Null when the app does not exist. */
export async function putKey(
  { pool, sources }: KeyStoreDeps,
  { key, expiresAt, overlapMs }: PutApiKey,
  act: Act,
): Promise<PutKey | null> {
  const { appId, keyId, name } = key;
  if (!isUuid(appId)) return null;
  return asKeeper(pool, async (connection) => {
    if (!(await holdApp(connection, appId))) return null;
    // Not before the lock is ours: keys that follow each other have to be as old as they follow.
    const now = sources.now();
    const held = await holdKeys(connection, { appId, which: { kind: 'named', name }, now });
    const given = held.map((row) => giveWay(row, { now, overlapMs }));
    await saveKeys(connection, given);
    const made = await insertKey(connection, key, { createdAt: now, expiresAt });

    const isRotated = held.some((row) => opens(row, now));
    const action = isRotated ? 'api-key.rotated' : 'api-key.created';
    await writeAudit(connection, sources, { ...act, action, appId, subjectId: keyId, name });
    await raiseCredentialsEpoch(connection);

    const replaced = given.find((row) => opens(row, now));
    return {
      key: keyStatus(made, now),
      replaced: replaced === undefined ? null : keyStatus(replaced, now),
    };
  });
}

/** What becomes of a key of that name: only the one that was current may go on for a while. */
function giveWay(
  row: KeyRow,
  { now, overlapMs }: { readonly now: number; readonly overlapMs: number },
): KeyRow {
  if (row.replaced_at !== null) return { ...row, revoked_at: now };
  if (!opens(row, now)) return { ...row, replaced_at: now };
  if (overlapMs <= 0) return { ...row, replaced_at: now, revoked_at: now };
  const expiresAt = Math.min(row.expires_at ?? Infinity, now + overlapMs);
  return { ...row, replaced_at: now, expires_at: expiresAt };
}
