/**
 * A batch whose worker is gone left its row behind: its events were in hand when that worker died.
 * Rows from before the last start of Postgres tell nothing, unless we are alone: it cut off every
 * worker, also those of other processes that live on and have not yet taken back what they noted.
 */
export const COUNT_CRASHES = `
  WITH gone AS (
    DELETE FROM worker_batches
    WHERE worker_id <> $1::bigint AND pg_try_advisory_xact_lock(worker_id)
    RETURNING app_ids, event_ids, started_at
  ),
  hit AS (
    SELECT
      event.app_id,
      event.event_id,
      count(*) AS crashes,
      count(*) FILTER (WHERE cardinality(gone.event_ids) = 1) AS lone_crashes
    FROM gone
    CROSS JOIN LATERAL unnest(gone.app_ids, gone.event_ids) AS event (app_id, event_id)
    WHERE $2::boolean OR gone.started_at >= pg_postmaster_start_time()
    GROUP BY event.app_id, event.event_id
  )
  UPDATE webhook_queue AS queued
  SET crashes = queued.crashes + hit.crashes,
      lone_crashes = queued.lone_crashes + hit.lone_crashes,
      last_error = 'a worker died while it had this event in hand'
  FROM hit
  WHERE queued.app_id = hit.app_id AND queued.event_id = hit.event_id`;

/** Three workers died with nothing but this event in hand. */
export const BURY_KILLERS = `
  WITH killers AS (
    DELETE FROM webhook_queue
    WHERE crashes > 0 AND lone_crashes >= 3
    RETURNING app_id, event_id, attempts, last_error
  )
  INSERT INTO dead_letters (app_id, event_id, reason, attempts, last_error, died_at)
  SELECT app_id, event_id, 'crashed', attempts, last_error, $1::timestamptz
  FROM killers
  ON CONFLICT (app_id, event_id) DO UPDATE
    SET reason = excluded.reason, attempts = excluded.attempts,
        last_error = excluded.last_error, died_at = excluded.died_at`;
