import type { Act, HookSecretRotation, HookStatus } from '@dialpad-cti/core';
import { sql } from 'slonik';

import { writeAudit } from '../audit/write-audit.ts';
import { asKeeper } from '../connection/in-transaction.ts';
import { isStorable } from '../records/conditions.ts';
import { raiseCredentialsEpoch } from './credentials-epoch.ts';
import { hookStatus } from './hook-rows.ts';
import {
  currentSecret,
  SECRET_COLUMNS,
  SecretRow,
  withCurrent,
  withPrevious,
} from './hook-secrets.ts';
import type { KeyStoreDeps } from './key-store-deps.ts';
import { saveSecrets } from './save-secrets.ts';

/** Null when the hook does not exist. */
export async function rotateSecret(
  { pool, sealingKeys, sources }: KeyStoreDeps,
  { hookId, secret, previousUntil }: HookSecretRotation,
  act: Act,
): Promise<HookStatus | null> {
  if (!isStorable(hookId)) return null;
  return asKeeper(pool, async (connection) => {
    const row = await connection.maybeOne(sql.type(SecretRow)`
      SELECT ${SECRET_COLUMNS} FROM dialpad_webhooks WHERE hook_id = ${hookId} FOR UPDATE
    `);
    if (row === null) return null;
    const now = sources.now();
    // What would verify nothing is not kept.
    const isOver = previousUntil !== null && previousUntil <= now;
    const previous = isOver
      ? null
      : { text: currentSecret(sealingKeys, row), until: previousUntil };
    const given = withPrevious(sealingKeys, row, previous);
    const saved = await saveSecrets(connection, withCurrent(sealingKeys, given, secret));
    const { app_id: appId } = row;
    const action = 'webhook.secret-rotated' as const;
    await writeAudit(connection, sources, { ...act, action, appId, subjectId: hookId });
    await raiseCredentialsEpoch(connection);
    return hookStatus(saved, now);
  });
}
