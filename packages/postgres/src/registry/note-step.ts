import type { Act, AuditAction, Registration, RegistrationStep } from '@dialpad-cti/core';
import { type CommonQueryMethods, sql } from 'slonik';

import { writeAudit } from '../audit/write-audit.ts';
import { asKeeper } from '../connection/in-transaction.ts';
import { isStorable } from '../records/conditions.ts';
import { readRegistrations } from './registration-rows.ts';
import type { WebhookRegistryDeps } from './registry-deps.ts';

/** Null when there is no registration. `act` is absent when nobody does it. */
export async function noteStep(
  { pool, sources }: WebhookRegistryDeps,
  { hookId, step }: { readonly hookId: string; readonly step: RegistrationStep },
  act?: Act & { readonly action: AuditAction },
): Promise<Registration | null> {
  if (!isStorable(hookId)) return null;
  return asKeeper(pool, async (connection) => {
    // One after another: each replaces the subscriptions as a whole.
    const { rowCount } = await connection.query(sql.unsafe`
      SELECT FROM dialpad_registrations WHERE hook_id = ${hookId} FOR UPDATE
    `);
    if (rowCount === 0) return null;
    await saveStep(connection, hookId, step);
    const where = sql.fragment`hook_id = ${hookId}`;
    const [registration] = await readRegistrations(connection, where);
    if (registration === undefined) throw new Error('a registration was lost while it was held');
    if (act !== undefined) {
      const { appId } = registration;
      await writeAudit(connection, sources, { ...act, appId, subjectId: hookId });
    }
    return registration;
  });
}

async function saveStep(
  connection: CommonQueryMethods,
  hookId: string,
  { wanted, webhookId, subscriptions, state }: RegistrationStep,
): Promise<void> {
  const changes = [
    ...(wanted === undefined ? [] : [sql.fragment`wanted = ${JSON.stringify(wanted)}::json`]),
    ...(webhookId === undefined ? [] : [sql.fragment`webhook_id = ${webhookId}`]),
    ...(state === undefined ? [] : [sql.fragment`state = ${state}`]),
  ];
  if (changes.length > 0) {
    await connection.query(sql.unsafe`
      UPDATE dialpad_registrations
      SET ${sql.join(changes, sql.fragment`, `)}
      WHERE hook_id = ${hookId}
    `);
  }
  if (subscriptions === undefined) return;
  await connection.query(sql.unsafe`DELETE FROM dialpad_subscriptions WHERE hook_id = ${hookId}`);
  const rows = subscriptions.map(({ kind, id }) => [kind, id]);
  await connection.query(sql.unsafe`
    INSERT INTO dialpad_subscriptions (app_id, hook_id, kind, subscription_id)
    SELECT registration.app_id, registration.hook_id, known.kind, known.id
    FROM dialpad_registrations AS registration
    CROSS JOIN ${sql.unnest(rows, ['text', 'text'])} AS known (kind, id)
    WHERE registration.hook_id = ${hookId}
  `);
}
