import type { NewEvent } from '@dialpad-cti/core';

import type { Statement } from '../connection/in-role.ts';

/** A distinct event of one flush. */
export interface FlushRow extends NewEvent {
  readonly id: string;
  readonly digest: string;
  /** How often it came in this flush. */
  readonly deliveries: number;
  /** Epoch ms. */
  readonly receivedAt: number;
}

/** Never raw in JSON, so payloads joined by it come apart again without any escaping. */
const SEPARATOR = '\u001e';

export const EVENTS_CHANNEL = 'dialpad_cti_events';

/**
 * One statement that counts digests, stores the events that are new and puts them into the queue,
 * and tells the workers once. Gives, for each row in order, the id under which its event is stored.
 */
export function flushStatement(rows: readonly FlushRow[]): Statement {
  const isJoined = rows.every(({ payload }) => payload !== '' && !payload.includes(SEPARATOR));
  const payloads = rows.map(({ payload }) => payload);
  return {
    name: isJoined ? 'flush' : 'flush-apart',
    text: isJoined ? JOINED : APART,
    values: [
      rows.map(({ appId }) => appId),
      rows.map(({ hookId }) => hookId),
      rows.map(({ digest }) => digest),
      rows.map(({ id }) => id),
      rows.map(({ deliveries }) => deliveries),
      rows.map(({ kind }) => kind),
      rows.map(({ type }) => type),
      rows.map(({ dialpadEventId }) => dialpadEventId),
      rows.map(({ subjectId }) => subjectId),
      rows.map(({ occurredAt }) => timeOrNull(occurredAt)),
      rows.map(({ receivedAt }) => timeOrNull(receivedAt)),
      isJoined ? payloads.join(SEPARATOR) : payloads,
    ],
  };
}

function timeOrNull(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

function textOf(payloads: string): string {
  return `
    WITH given AS (
      SELECT *
      FROM unnest(
        $1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::text[],
        $8::text[], $9::text[], $10::timestamptz[], $11::timestamptz[], ${payloads}
      ) WITH ORDINALITY AS given (
        app_id, hook_id, digest, id, deliveries, kind, event_type,
        dialpad_event_id, subject_id, occurred_at, received_at, payload, nth
      )
    ),
    digests AS (
      INSERT INTO event_digests AS known (app_id, hook_id, digest, event_id, deliveries, last_at)
      SELECT app_id, hook_id, digest, id, deliveries, received_at
      FROM given
      ORDER BY nth
      ON CONFLICT (app_id, hook_id, digest) DO UPDATE
        SET deliveries = known.deliveries + excluded.deliveries,
            last_at = greatest(known.last_at, excluded.last_at)
      RETURNING app_id, hook_id, digest, event_id
    ),
    fresh AS (
      SELECT given.*
      FROM given
      JOIN digests ON digests.event_id = given.id
    ),
    stored AS (
      INSERT INTO webhook_events (
        app_id, id, occurred_at, received_at, hook_id,
        kind, event_type, dialpad_event_id, subject_id, payload
      )
      SELECT
        app_id, id, occurred_at, received_at, hook_id,
        kind, event_type, dialpad_event_id, subject_id, payload
      FROM fresh
    ),
    queued AS (
      INSERT INTO webhook_queue (app_id, event_id)
      SELECT app_id, id FROM fresh
    ),
    told AS MATERIALIZED (
      SELECT pg_notify('${EVENTS_CHANNEL}', '') WHERE EXISTS (SELECT FROM fresh)
    )
    SELECT digests.event_id, (SELECT count(*) FROM told) AS told
    FROM given
    JOIN digests USING (app_id, hook_id, digest)
    ORDER BY given.nth`;
}

const JOINED = textOf(`string_to_array($12::text, E'\\x1e')`);
const APART = textOf('$12::text[]');
