import type { Statement } from '../connection/in-role.ts';
import type { WorkerOptions } from './worker-options.ts';

/** Ordinary events, or those during which a worker died, which are taken apart from the others. */
export type Waiting = 'ordinary' | 'crashed';

export interface HeldStream {
  readonly app_id: string;
  readonly epoch: string;
  readonly position: number;
}

export interface Hold {
  readonly waiting: Waiting;
  readonly now: number;
  readonly options: WorkerOptions;
}

/**
 * Locks the streams of active apps with due events, the longest unserved first. Until the
 * transaction ends nobody else folds or numbers anything of theirs; streams that others hold are
 * passed over. Walks from app to app along the index, so a long backlog costs no more than a short.
 */
export function holdStreams({ waiting, now, options }: Hold): Statement {
  return {
    name: `hold-${waiting}`,
    text: TEXTS[waiting],
    values: [new Date(now).toISOString(), options.leastApps, options.mostApps],
  };
}

export const CRASHES: Readonly<Record<Waiting, string>> = {
  ordinary: 'crashes = 0',
  crashed: 'crashes > 0',
};

function textOf(crashes: string): string {
  return `
    WITH RECURSIVE busy AS (
      (SELECT app_id FROM webhook_queue WHERE ${crashes} ORDER BY app_id LIMIT 1)
      UNION ALL
      SELECT (
        SELECT next.app_id
        FROM webhook_queue AS next
        WHERE next.app_id > busy.app_id AND next.${crashes}
        ORDER BY next.app_id
        LIMIT 1
      )
      FROM busy
      WHERE busy.app_id IS NOT NULL
    )
    SELECT stream.app_id, stream.epoch, stream.position
    FROM busy
    JOIN app_streams AS stream ON stream.app_id = busy.app_id
    JOIN apps ON apps.app_id = busy.app_id
    WHERE apps.is_active
      AND EXISTS (
        SELECT
        FROM webhook_queue AS due
        WHERE due.app_id = stream.app_id AND due.${crashes} AND due.run_at <= $1::timestamptz
      )
    ORDER BY stream.served_at, stream.app_id
    LIMIT least($3::bigint, greatest($2::bigint, (SELECT count(*) / 2 FROM busy)))
    FOR UPDATE OF stream SKIP LOCKED`;
}

const TEXTS: Readonly<Record<Waiting, string>> = {
  ordinary: textOf(CRASHES.ordinary),
  crashed: textOf(CRASHES.crashed),
};
