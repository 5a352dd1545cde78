import { type SetAside, timeOfId } from '@dialpad-cti/core';
import type { Pool } from 'pg';

import { runInRole } from '../connection/in-role.ts';
import { INTAKE_LIMITS } from '../connection/time-limits.ts';
import { payloadDigest } from './payload-digest.ts';

export async function setAside(pool: Pool, newId: () => string, delivery: SetAside): Promise<void> {
  const { reason, hookId, appId, body } = delivery;
  const id = newId();
  const receivedAt = new Date(timeOfId(id)).toISOString();
  await runInRole(pool, { role: 'intake', deadlineMs: INTAKE_LIMITS.deadlineMs }, [
    {
      text: reason === 'unrouted' ? INTO_UNROUTED : INTO_QUARANTINE,
      values: [id, appId, hookId, reason, payloadDigest(body), receivedAt, Buffer.from(body)],
    },
  ]);
}

const INTO_QUARANTINE = insertInto('quarantine');
const INTO_UNROUTED = insertInto('unrouted_events');

function insertInto(table: string): string {
  return `
    INSERT INTO ${table} AS known (
      id, app_id, hook_id, reason, digest, deliveries, received_at, last_at, body
    )
    VALUES ($1, $2, $3, $4, $5, 1, $6, $6, $7)
    ON CONFLICT (hook_id, reason, digest) DO UPDATE
      SET deliveries = known.deliveries + 1,
          last_at = greatest(known.last_at, excluded.last_at)`;
}
