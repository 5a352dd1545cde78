import { type QueueStatus, timeOfId } from '@dialpad-cti/core';
import { type DatabasePool, sql } from 'slonik';
import { z } from 'zod';

import { asOperator } from '../connection/in-transaction.ts';
import { firstIdOf } from '../new-id.ts';

const MINUTE_MS = 60_000;

const Counts = z.object({
  pending: z.number(),
  retrying: z.number(),
  dead: z.number(),
  quarantined: z.number(),
  unrouted: z.number(),
  received: z.number(),
  processed: z.number(),
  oldest_pending: z.string().nullable(),
});

/**
 * One pass over the queue. The oldest event that waits is the oldest of each app's first ones, which
 * its key finds: a backlog is never sorted.
 */
export function queueStatus(pool: DatabasePool, now: number): Promise<QueueStatus> {
  return asOperator(pool, async (connection) => {
    const { received, processed, oldest_pending, ...counts } = await connection.one(
      sql.type(Counts)`
        SELECT
          waiting.pending,
          waiting.retrying,
          (SELECT count(*) FROM dead_letters) AS dead,
          (SELECT count(*) FROM quarantine) AS quarantined,
          (SELECT count(*) FROM unrouted_events) AS unrouted,
          (
            SELECT count(*)
            FROM webhook_events
            WHERE id >= ${firstIdOf(now - MINUTE_MS + 1)}::uuid
          ) AS received,
          (${PROCESSED}) AS processed,
          (${OLDEST_PENDING}) AS oldest_pending
        FROM (
          SELECT
            count(*) FILTER (WHERE attempts = 0) AS pending,
            count(*) FILTER (WHERE attempts > 0) AS retrying
          FROM webhook_queue
        ) AS waiting
      `,
    );
    return {
      ...counts,
      oldestPendingMs: oldest_pending === null ? null : Math.max(0, now - timeOfId(oldest_pending)),
      receivedPerMinute: received,
      processedPerMinute: processed,
    };
  });
}

/** This minute's, and of the one before the share that is not older than a minute. */
const PROCESSED = sql.fragment`
  SELECT
    coalesce(round(sum(
      CASE
        WHEN stream.minute >= clock.minute
          THEN stream.processed + stream.processed_before * (1 - clock.share)
        WHEN stream.minute = clock.minute - 1
          THEN stream.processed * (1 - clock.share)
        ELSE 0
      END
    )), 0)::bigint
  FROM app_streams AS stream
  CROSS JOIN (
    SELECT floor(minutes) AS minute, minutes - floor(minutes) AS share
    FROM (SELECT extract(epoch FROM now()) / 60 AS minutes) AS time
  ) AS clock`;

const OLDEST_PENDING = sql.fragment`
  SELECT first.event_id
  FROM app_streams AS stream
  CROSS JOIN LATERAL (
    SELECT event_id
    FROM webhook_queue
    WHERE webhook_queue.app_id = stream.app_id AND webhook_queue.attempts = 0
    ORDER BY event_id
    LIMIT 1
  ) AS first
  ORDER BY first.event_id
  LIMIT 1`;
