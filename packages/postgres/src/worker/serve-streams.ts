import type { Statement } from '../connection/in-role.ts';
import type { Stream } from './batch.ts';
import type { DueEvent } from './read-due.ts';

export interface Served {
  readonly events: readonly DueEvent[];
  readonly done: readonly DueEvent[];
}

/**
 * Notes where the streams of these events stand, that they had their turn, and how many are done.
 * Minutes are the database's: every worker counts by the same clock.
 */
export function serveStreams(
  streams: ReadonlyMap<string, Stream>,
  { events, done }: Served,
): Statement {
  const counts = new Map(events.map(({ app_id }) => [app_id, 0]));
  for (const { app_id } of done) counts.set(app_id, (counts.get(app_id) ?? 0) + 1);
  const appIds = [...counts.keys()];
  return {
    name: 'serve',
    text: TEXT,
    values: [appIds, appIds.map((appId) => streams.get(appId)?.position), [...counts.values()]],
  };
}

const TEXT = `
  UPDATE app_streams AS stream
  SET position = served.position,
      served_at = clock_timestamp(),
      processed_before = CASE stream.minute
        WHEN served.minute THEN stream.processed_before
        WHEN served.minute - 1 THEN stream.processed
        ELSE 0
      END,
      processed = served.done
        + CASE stream.minute WHEN served.minute THEN stream.processed ELSE 0 END,
      minute = served.minute
  FROM (
    SELECT
      app_id, position, done,
      floor(extract(epoch FROM clock_timestamp()) / 60)::bigint AS minute
    FROM unnest($1::uuid[], $2::bigint[], $3::integer[]) AS given (app_id, position, done)
  ) AS served
  WHERE stream.app_id = served.app_id`;
