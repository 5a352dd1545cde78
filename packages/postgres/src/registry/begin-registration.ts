import { type Act, type Begun, type NewRegistration, timestampOf } from '@dialpad-cti/core';
import { sql } from 'slonik';

import { asKeeper } from '../connection/in-transaction.ts';
import { isUuid } from '../is-uuid.ts';
import { holdApp } from '../keys/hold-app.ts';
import { insertHook } from '../keys/insert-hook.ts';
import { readRegistrations } from './registration-rows.ts';
import type { WebhookRegistryDeps } from './registry-deps.ts';

/** Null when the app does not exist. */
export async function beginRegistration(
  deps: WebhookRegistryDeps,
  { hookId, appId, baseUrl, secret, wanted }: NewRegistration,
  act: Act,
): Promise<Begun | null> {
  if (!isUuid(appId)) return null;
  return asKeeper(deps.pool, async (connection) => {
    const find = async () => {
      const where = sql.fragment`app_id = ${appId}::uuid AND base_url = ${baseUrl}`;
      return (await readRegistrations(connection, where))[0];
    };
    // Whoever begins at the same time has to see what this one makes.
    if (!(await holdApp(connection, appId))) return null;
    const known = await find();
    if (known !== undefined) return { registration: known, isNew: false };

    await insertHook(connection, deps, { hook: { hookId, appId, secret }, act });
    await connection.query(sql.unsafe`
      INSERT INTO dialpad_registrations (app_id, hook_id, base_url, state, created_at, wanted)
      VALUES (
        ${appId}::uuid, ${hookId}, ${baseUrl}, 'pending',
        ${timestampOf(deps.sources.now())}::timestamptz, ${JSON.stringify(wanted)}::json
      )
    `);
    const registration = await find();
    if (registration === undefined) throw new Error('a registration was lost while it was made');
    return { registration, isNew: true };
  });
}
