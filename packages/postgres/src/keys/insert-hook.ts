import { type Act, type NewHook, timestampOf } from '@dialpad-cti/core';
import { type CommonQueryMethods, sql } from 'slonik';

import { writeAudit } from '../audit/write-audit.ts';
import { seal } from '../sealing.ts';
import { raiseCredentialsEpoch } from './credentials-epoch.ts';
import { secretPlace } from './hook-secrets.ts';
import type { KeyStoreDeps } from './key-store-deps.ts';

export type HookMakers = Pick<KeyStoreDeps, 'sealingKeys' | 'sources'>;

/** With its entry. False when the app does not exist; its id has to be a UUID. */
export async function insertHook(
  connection: CommonQueryMethods,
  { sealingKeys, sources }: HookMakers,
  { hook: { hookId, appId, secret }, act }: { readonly hook: NewHook; readonly act: Act },
): Promise<boolean> {
  const place = secretPlace({ app_id: appId, hook_id: hookId }, 'secret');
  const sealed = seal(sealingKeys, place, secret);
  const { rowCount } = await connection.query(sql.unsafe`
    INSERT INTO dialpad_webhooks (app_id, hook_id, secret, secret_key_id, created_at)
    SELECT
      apps.app_id, ${hookId}, ${sql.binary(Buffer.from(sealed.bytes))}, ${sealed.keyId},
      ${timestampOf(sources.now())}::timestamptz
    FROM apps
    WHERE apps.app_id = ${appId}::uuid
  `);
  if (rowCount === 0) return false;
  const action = 'webhook.created' as const;
  await writeAudit(connection, sources, { ...act, action, appId, subjectId: hookId });
  await raiseCredentialsEpoch(connection);
  return true;
}
