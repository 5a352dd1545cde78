import type { Act, ApiKeyStatus, WhichKeys } from '@dialpad-cti/core';

import { writeAudit } from '../audit/write-audit.ts';
import { asKeeper } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { keyStatus, opens } from './api-key-rows.ts';
import { raiseCredentialsEpoch } from './credentials-epoch.ts';
import { holdApp } from './hold-app.ts';
import { holdKeys } from './hold-keys.ts';
import type { KeyStoreDeps } from './key-store-deps.ts';
import { saveKeys } from './save-keys.ts';

/** Null when the app does not exist. */
export async function revokeKeys(
  { pool, sources }: KeyStoreDeps,
  { appId, which }: { readonly appId: string; readonly which: WhichKeys },
  act: Act,
): Promise<readonly ApiKeyStatus[] | null> {
  if (!isUuid(appId)) return null;
  return asKeeper(pool, async (connection) => {
    if (!(await holdApp(connection, appId))) return null;
    const now = sources.now();
    const held = await holdKeys(connection, { appId, which, now });
    const ended = held.filter((row) => opens(row, now)).map((row) => ({ ...row, revoked_at: now }));
    if (ended.length === 0) return [];
    await saveKeys(connection, ended);
    for (const { key_id: subjectId, name } of ended) {
      const action = 'api-key.revoked' as const;
      await writeAudit(connection, sources, { ...act, action, appId, subjectId, name });
    }
    await raiseCredentialsEpoch(connection);
    return ended.map((row) => keyStatus(row, now));
  });
}
