import { z } from 'zod';

import type { Answer } from '../api/api.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { createStatusLine, type StatusLine } from '../output/status-line.ts';
import { pathTo } from '../path-to.ts';

export const Followed = z.object({
  data: z.object({
    id: z.string(),
    app_id: z.string(),
    state: z.enum(['queued', 'running', 'done', 'failed']),
    /** Of its time, 0 to 1. */
    progress: z.number(),
    listed: z.int(),
    recovered: z.int(),
    error: z.string().nullable(),
  }),
});
type Followed = z.infer<typeof Followed>['data'];

export interface Following {
  /** Of the app's backfills. */
  readonly path: string;
  readonly begun: Answer;
  /** Resolves when nobody wants to watch any more. */
  readonly stopped: Promise<void>;
}

const LOOK_EVERY_MS = 1000;

/** Looks on until it is over. Rejects when it failed, and when nobody watches any more: it goes on then. */
export async function followBackfill(
  { api, screen, sleep, name }: Pick<Cli, 'api' | 'screen' | 'sleep' | 'name'>,
  { path, begun, stopped }: Following,
): Promise<Answer> {
  const line = createStatusLine(screen);
  let isStopped = false;
  const end = stopped.then(() => {
    isStopped = true;
  });
  try {
    for (let answer = begun; ; ) {
      const backfill = Followed.parse(answer).data;
      draw(line, backfill);
      if (backfill.state === 'done') return answer;
      if (backfill.state === 'failed') throw failed(backfill, name);
      await Promise.race([sleep(LOOK_EVERY_MS), end]);
      if (isStopped) throw leftRunning(backfill, name);
      answer = await api.get(pathTo(path, backfill.id), 'operator');
    }
  } finally {
    line.end();
  }
}

const draw = (line: StatusLine, { state, progress, listed, recovered }: Followed): void =>
  line.say(
    state === 'queued'
      ? '  waits for its turn'
      : `  ${Math.floor(progress * 100)} % of the time, ${listed} calls listed, ${recovered} recovered`,
  );

const failed = ({ app_id: appId, error, listed, recovered }: Followed, name: string): CliError =>
  new CliError(
    'failure',
    'backfill-failed',
    `It failed after ${listed} calls, of which ${recovered} were recovered: ${error ?? 'unknown'}. See: ${name} doctor --app ${appId}`,
  );

const leftRunning = ({ id, app_id: appId }: Followed, name: string): CliError =>
  new CliError(
    'failure',
    'left-running',
    `The server goes on with backfill ${id}. See how far it is: ${name} backfill list ${appId}`,
  );
