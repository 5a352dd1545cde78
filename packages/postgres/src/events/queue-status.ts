import type { QueueStatus } from '@dialpad-cti/core';
import { type DatabasePool, sql } from 'slonik';
import { z } from 'zod';

import { asOperator } from '../connection/in-transaction.ts';
import { timeOfId } from '../new-id.ts';

const Counts = z.object({
  pending: z.number(),
  retrying: z.number(),
  dead: z.number(),
  set_aside: z.number(),
  oldest_pending: z.string().nullable(),
});

export function queueStatus(pool: DatabasePool, now: number): Promise<QueueStatus> {
  return asOperator(pool, async (connection) => {
    const counts = await connection.one(sql.type(Counts)`
      SELECT
        (SELECT count(*) FROM webhook_queue WHERE attempts = 0) AS pending,
        (SELECT count(*) FROM webhook_queue WHERE attempts > 0) AS retrying,
        (SELECT count(*) FROM dead_letters) AS dead,
        (SELECT count(*) FROM quarantine) + (SELECT count(*) FROM unrouted_events) AS set_aside,
        (
          SELECT event_id FROM webhook_queue WHERE attempts = 0 ORDER BY event_id LIMIT 1
        ) AS oldest_pending
    `);
    const { pending, retrying, dead, set_aside: setAside, oldest_pending: oldest } = counts;
    const oldestPendingMs = oldest === null ? null : Math.max(0, now - timeOfId(oldest));
    return { pending, retrying, dead, setAside, oldestPendingMs };
  });
}
