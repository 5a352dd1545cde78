import { MAX_ATTEMPTS } from '@dialpad-cti/core';

import { send } from '../connection/in-role.ts';
import { sqlState } from '../sql-state.ts';
import type { Batch } from './batch.ts';
import type { DueEvent } from './read-due.ts';
import type { WorkerOptions } from './worker-options.ts';

/**
 * The event failed on its own: it waits, ever longer, and after `MAX_ATTEMPTS` for a person.
 * True when it is dead now.
 */
export async function postpone(
  { client, sources, options }: Batch,
  event: DueEvent,
  cause: unknown,
): Promise<boolean> {
  const attempts = event.attempts + 1;
  const now = sources.now();
  const key = [event.app_id, event.event_id];
  const lastError = noteOf(cause);
  if (attempts >= MAX_ATTEMPTS) {
    const diedAt = new Date(now).toISOString();
    await send(client, { text: BURY, values: [...key, attempts, lastError, diedAt] });
    return true;
  }
  const runAt = new Date(now + retryDelay(attempts, sources.random(), options)).toISOString();
  await send(client, { text: WAIT, values: [...key, attempts, lastError, runAt] });
  return false;
}

/** Up to half is taken off at random, so that events that failed together do not come back so. */
function retryDelay(attempts: number, random: number, options: WorkerOptions): number {
  const delay = Math.min(options.longestRetryMs, options.firstRetryMs * 2 ** (attempts - 1));
  return Math.round(delay * (1 - random / 2));
}

const LONGEST_NOTE = 500;

function noteOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const state = sqlState(cause);
  const note = state === undefined ? message : `${state}: ${message}`;
  return note.replaceAll('\0', '\ufffd').slice(0, LONGEST_NOTE).toWellFormed();
}

const WAIT = `
  UPDATE webhook_queue
  SET attempts = $3, last_error = $4, run_at = $5
  WHERE app_id = $1 AND event_id = $2`;

const BURY = `
  WITH gone AS (
    DELETE FROM webhook_queue WHERE app_id = $1 AND event_id = $2
  )
  INSERT INTO dead_letters (app_id, event_id, reason, attempts, last_error, died_at)
  VALUES ($1, $2, 'failed', $3, $4, $5)
  ON CONFLICT (app_id, event_id) DO UPDATE
    SET reason = excluded.reason, attempts = excluded.attempts,
        last_error = excluded.last_error, died_at = excluded.died_at`;
